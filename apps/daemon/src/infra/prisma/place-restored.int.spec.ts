import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishPlacing, placeRestored } from './place-restored.js';

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-place-'));
  mkdirSync(at('data'));
  mkdirSync(at('work'));
  database('work/fresh.db', 'restored');
  writeFileSync(at('work/config.toml'), 'restored');
});
afterEach(() => rmSync(folder, { recursive: true }));

function database(name: string, says: string): void {
  const file = new Sqlite(at(name));
  file.pragma('journal_mode = WAL');
  file.exec('CREATE TABLE said (text TEXT)');
  file.prepare('INSERT INTO said VALUES (?)').run(says);
  file.close();
}

function says(name: string): unknown {
  const file = new Sqlite(at(name), { readonly: true });
  try {
    return file.prepare('SELECT text FROM said').pluck().get();
  } finally {
    file.close();
  }
}

const place = () =>
  placeRestored({
    database: { fresh: at('work/fresh.db'), place: at('data/a.db'), keep: at('keep') },
    config: { fresh: at('work/config.toml'), place: at('config.toml') },
  });

/** Each makes one step of the placing fail, in the order of the steps. */
const FAULTS: readonly (readonly [string, () => void])[] = [
  ['the folder to keep the old one in cannot be made', () => writeFileSync(at('keep'), '')],
  [
    'the old one cannot be linked there',
    () => {
      mkdirSync(at('keep/a.db'), { recursive: true });
    },
  ],
  ['the new one cannot be moved', () => rmSync(at('work/fresh.db'))],
  [
    'the settings cannot be copied',
    () => {
      rmSync(at('work/config.toml'));
      mkdirSync(at('work/config.toml'));
    },
  ],
];

describe('the last step of a restore', () => {
  it('puts both in place and keeps what was there', () => {
    database('data/a.db', 'earlier');
    expect(place()).toEqual({ isDatabaseKept: true, isConfigRestored: true });
    expect([says('data/a.db'), says('keep/a.db')]).toEqual(['restored', 'earlier']);
    expect(readFileSync(at('config.toml'), 'utf8')).toBe('restored');
  });

  it('folds the log of the old one in, and keeps the log of a damaged one beside it', () => {
    database('data/a.db', 'earlier');
    const open = new Sqlite(at('data/a.db'));
    open.prepare('UPDATE said SET text = ?').run('latest');
    copyFileSync(at('data/a.db-wal'), at('wal'));
    open.close();
    copyFileSync(at('wal'), at('data/a.db-wal'));
    place();
    expect([says('data/a.db'), says('keep/a.db'), readdirSync(at('keep'))]).toEqual(['restored', 'latest', ['a.db']]);

    writeFileSync(at('data/a.db'), 'damaged'.padEnd(16_384));
    writeFileSync(at('data/a.db-wal'), 'the log');
    database('work/fresh.db', 'again');
    rmSync(at('keep'), { recursive: true });
    place();
    expect([says('data/a.db'), readFileSync(at('keep/a.db-wal'), 'utf8')]).toEqual(['again', 'the log']);
  });

  it('leaves settings that are there alone', () => {
    writeFileSync(at('config.toml'), 'mine');
    expect(place()).toEqual({ isDatabaseKept: false, isConfigRestored: false });
    expect([says('data/a.db'), readFileSync(at('config.toml'), 'utf8')]).toEqual(['restored', 'mine']);
  });

  it.each(FAULTS)('leaves the earlier data when %s', (_, fault) => {
    database('data/a.db', 'earlier');
    fault();
    expect(place).toThrow();
    expect(says('data/a.db')).toBe('earlier');
    expect(existsSync(at('config.toml'))).toBe(false);
  });

  it.each(FAULTS.slice(2))('leaves nothing where nothing was when %s', (_, fault) => {
    fault();
    expect(place).toThrow();
    expect([readdirSync(at('data')), existsSync(at('config.toml'))]).toEqual([[], false]);
  });

  // Why somebody restores: the main file is damaged, and what its log holds is all there is.
  it.each(FAULTS)('leaves a damaged database with its log as it was when %s', (_, fault) => {
    writeFileSync(at('data/a.db'), 'no database at all, but perhaps somebody can read it'.padEnd(16_384));
    writeFileSync(at('data/a.db-wal'), 'the log');
    fault();
    expect(place).toThrow();
    expect(readFileSync(at('data/a.db'), 'utf8')).toContain('perhaps somebody');
    expect(readFileSync(at('data/a.db-wal'), 'utf8')).toBe('the log');
  });
});

describe('settings left aside by a restore that died', () => {
  const finish = (): void => finishPlacing({ database: at('work/fresh.db'), config: at('work/config.toml') }, at('config.toml'));

  it('are put in place where the database is there already', () => {
    rmSync(at('work/fresh.db'));
    finish();
    expect([readFileSync(at('config.toml'), 'utf8'), existsSync(at('work/config.toml'))]).toEqual(['restored', false]);
  });

  it('are left alone where the database still lies beside them, and where there are others', () => {
    finish();
    expect(existsSync(at('config.toml'))).toBe(false);
    rmSync(at('work/fresh.db'));
    writeFileSync(at('config.toml'), 'mine');
    finish();
    expect(readFileSync(at('config.toml'), 'utf8')).toBe('mine');
  });
});
