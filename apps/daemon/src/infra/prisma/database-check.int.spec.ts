import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDatabase } from './database-check.js';

describe('the check of a database file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'waiaas-check-'));
    file = path.join(folder, 'a.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const make = () => {
    const database = new Sqlite(file);
    database.pragma('journal_mode = WAL');
    database.exec('CREATE TABLE parents (id INTEGER PRIMARY KEY); CREATE TABLE children (parent INTEGER REFERENCES parents(id))');
    return database;
  };

  it('finds nothing wrong with a whole one, also while somebody writes', () => {
    const database = make();
    database.exec('BEGIN IMMEDIATE; INSERT INTO parents VALUES (1)');
    expect(checkDatabase(file)).toEqual([]);
    database.close();
  });

  it('finds rows that point to nothing', () => {
    const database = make();
    database.pragma('foreign_keys = OFF');
    database.exec('INSERT INTO children VALUES (7)');
    database.close();
    expect(checkDatabase(file)).toEqual(['rows of children point to nothing']);
  });

  it('says what is no database, and what is not there', () => {
    writeFileSync(file, 'a text of some length that is no database at all, whatever its name says');
    expect(checkDatabase(file)).toEqual(['file is not a database']);
    expect(checkDatabase(path.join(folder, 'other.db'))).toBeUndefined();
  });
});
