import { chmod, chown, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkClock } from '../../src/doctor/checks/clock.check.js';
import { checkDatabaseFile } from '../../src/doctor/checks/database.check.js';
import { checkDisk } from '../../src/doctor/checks/disk.check.js';
import { checkFileModes } from '../../src/doctor/checks/file-modes.check.js';
import { checkPassword } from '../../src/doctor/checks/password.check.js';
import { checkRpc } from '../../src/doctor/checks/rpc.check.js';
import { installationIn, Stage, targetOf, verdicts } from './doctor-fixture.js';

const isRoot = process.getuid?.() === 0;

let folder: string;
let stage: Stage;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waiaas-doctor-'));
  stage = new Stage();
});
afterEach(async () => {
  await stage.end();
  await rm(folder, { recursive: true });
});

describe('doctor looks at file modes', () => {
  const home = () => path.join(folder, 'home');
  const secret = () => path.join(folder, 'master_password.txt');
  const judge = async () => {
    const installation = installationIn(home(), { secretFiles: [secret()], passwordFile: secret() });
    return verdicts(await checkFileModes(targetOf({ installation })));
  };
  beforeEach(async () => {
    await mkdir(path.join(home(), 'data'), { recursive: true, mode: 0o700 });
    await mkdir(path.join(home(), 'proxy-ca'), { mode: 0o700 });
    for (const name of ['recovery.key', 'config.toml', 'daemon.json', 'data/waiaas.db', 'proxy-ca/ca.key'])
      await writeFile(path.join(home(), name), 'x', { mode: 0o600 });
    await writeFile(secret(), 'x', { mode: 0o640 });
    await chmod(secret(), 0o640);
  });

  it('and passes what the daemon makes, and a secret that its group may read', async () => {
    expect(await judge()).toEqual(['pass file-modes']);
  });

  it.each([
    ['.', 0o755],
    ['recovery.key', 0o640],
    ['config.toml', 0o644],
    ['data/waiaas.db', 0o644],
    ['data/waiaas.db', 0o620],
    ['proxy-ca', 0o750],
    ['proxy-ca/ca.key', 0o604],
    ['../master_password.txt', 0o644],
    ['../master_password.txt', 0o660],
  ])('and catches %s with mode %o', async (name, mode) => {
    await chmod(path.join(home(), name), mode);
    expect(await judge()).toEqual(['fail file-modes']);
  });

  it.skipIf(!isRoot)('and catches a database of another user', async () => {
    await chown(path.join(home(), 'data', 'waiaas.db'), 12_345, 12_345);
    expect(await judge()).toEqual(['fail file-modes']);
  });

  it('and says so when there is nothing to look at', async () => {
    expect(verdicts(await checkFileModes(targetOf({ installation: installationIn('/nowhere') })))).toEqual(['skip file-modes']);
  });
});

describe('doctor judges the master password', () => {
  const judge = (value: string) => verdicts(checkPassword(targetOf({ password: { value, source: 'file' } })));

  it.each([
    'short',
    'password1234',
    'P4ssw0rd!!!!',
    'changeme-123',
    'waiaas-master1',
    'aaaaaaaaaaaaaaaa',
    '123456789012',
    'qwerty123456',
  ])('and fails %s', (value) => {
    expect(judge(value)).toEqual(['fail password']);
  });

  it('and says what is good, what is short, and what is still the first one', () => {
    expect(judge('violet-harbour-thunder-41')).toEqual(['pass password']);
    expect(judge('9dT2rKx0qLm7')).toEqual(['warn password']);
    const provisioned = { value: 'x'.repeat(43), source: 'recovery.key' } as const;
    expect(verdicts(checkPassword(targetOf({ password: provisioned })))).toEqual(['warn password']);
    expect(verdicts(checkPassword(targetOf()))).toEqual(['skip password']);
  });

  it('and never says what it is', () => {
    expect(JSON.stringify(checkPassword(targetOf({ password: { value: 'password1234', source: 'file' } })))).not.toContain(
      '1234',
    );
  });
});

describe('doctor compares the clock', () => {
  const atHours = (hours: number) => () => Date.now() / 1000 + hours * 3600;

  it('with that of the daemon, both ways', async () => {
    const url = await stage.serve((_, response) => response.end());
    const at = async (hours: number) => verdicts(await checkClock(targetOf({ url, now: atHours(hours) })));
    expect([await at(0), await at(1), await at(-1)]).toEqual([['pass clock'], ['fail clock'], ['fail clock']]);
  });

  it('with what was written, which cannot be of tomorrow', async () => {
    const installation = installationIn(folder);
    await mkdir(path.join(folder, 'data'));
    await writeFile(installation.databaseFile, '');
    expect(verdicts(await checkClock(targetOf({ installation })))).toEqual(['pass clock']);
    const tomorrow = Date.now() / 1000 + 86_400;
    await utimes(installation.databaseFile, tomorrow, tomorrow);
    expect(verdicts(await checkClock(targetOf({ installation })))).toEqual(['fail clock']);
  });

  it('with the newest block', async () => {
    const timestamp = `0x${Math.floor(Date.now() / 1000 + 7200).toString(16)}`;
    const chain = await stage.serve((request, response) => {
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (part: string) => (body += part));
      request.on('end', () => response.end(JSON.stringify({ result: body.includes('eth_chainId') ? '0x1' : { timestamp } })));
    });
    const endpoints = [{ network: 'ethereum-mainnet', chain: 'ethereum', url: chain.href, identity: '1' }] as const;
    expect(verdicts(await checkClock(targetOf({ installation: installationIn('/nowhere', { endpoints }) })))).toEqual([
      'fail clock',
    ]);
  });

  it('and says so when there is nothing to compare it with', async () => {
    expect(verdicts(await checkClock(targetOf()))).toEqual(['skip clock']);
  });
});

describe('doctor asks RPC endpoints', () => {
  const answering = async (results: Record<string, unknown>) =>
    (
      await stage.serve((request, response) => {
        request.setEncoding('utf8');
        let body = '';
        request.on('data', (part: string) => (body += part));
        request.on('end', () => {
          const { method } = JSON.parse(body) as { method: string };
          response.end(JSON.stringify(method in results ? { result: results[method] } : { error: { code: -32601 } }));
        });
      })
    ).href;
  const evm = (chainId: string) => answering({ eth_chainId: chainId, eth_getBlockByNumber: { timestamp: '0x1' } });
  const judge = async (network: string, chain: 'ethereum' | 'solana', identity: string, ...urls: readonly string[]) => {
    const endpoints = urls.map((url) => ({ network, chain, url, identity }));
    return checkRpc(targetOf({ installation: installationIn('/nowhere', { endpoints }) }));
  };

  it('and passes those of the right chain', async () => {
    expect(verdicts(await judge('ethereum-sepolia', 'ethereum', '11155111', await evm('0xaa36a7')))).toEqual(['pass rpc']);
    const solana = await answering({ getGenesisHash: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1rest', getSlot: 5, getBlockTime: 1 });
    expect(verdicts(await judge('solana-devnet', 'solana', 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1', solana))).toEqual(['pass rpc']);
  });

  it('and fails another chain, and a network that none answers for', async () => {
    expect(verdicts(await judge('ethereum-mainnet', 'ethereum', '1', await evm('0x1'), await evm('0x89')))).toEqual(['fail rpc']);
    expect(verdicts(await judge('ethereum-mainnet', 'ethereum', '1', 'http://127.0.0.1:1/key-in-path'))).toEqual(['fail rpc']);
  });

  it('and warns of one that is down while another is up, without saying its path', async () => {
    const results = await judge('ethereum-mainnet', 'ethereum', '1', await evm('0x1'), 'http://127.0.0.1:1/key-in-path');
    expect(verdicts(results)).toEqual(['warn rpc']);
    expect(JSON.stringify(results)).not.toContain('key-in-path');
  });

  const up = { url: 'https://a.example/key-in-path', isHealthy: true, problem: null };
  const down = { url: 'https://b.example/key-in-path', isHealthy: false, problem: 'it timed out' };

  it.each([
    ['passes those that answer the daemon', [up], 'pass rpc'],
    ['warns of one that does not while another does', [up, down], 'warn rpc'],
    ['fails a network of which none does', [down], 'fail rpc'],
    ['passes no judgement before they are used', [], 'skip rpc'],
  ])('and of those set over the API %s', async (_, reported, verdict) => {
    const password = { value: 'a', source: 'file' } as const;
    const url = await stage.serve((request, response) => {
      const isAsked = request.url === '/v1/admin/rpc-status' && request.headers['x-master-password'] === 'a';
      const networks = [{ network: 'base-mainnet', endpoints: reported }];
      response.writeHead(isAsked ? 200 : 401).end(JSON.stringify({ networks }));
    });
    const named = { network: 'ethereum-sepolia', chain: 'ethereum', url: await evm('0xaa36a7'), identity: '11155111' } as const;
    const installation = installationIn('/nowhere', { endpoints: [named] });
    const results = await checkRpc(targetOf({ url, password, installation }));
    expect(verdicts(results)).toEqual(['pass rpc', verdict]);
    expect(results[1]?.message).toContain('base-mainnet');
    expect(JSON.stringify(results)).not.toContain('key-in-path');
    expect(verdicts(await checkRpc(targetOf({ url, installation })))).toEqual(['pass rpc']);
    expect(verdicts(await checkRpc(targetOf({ url })))).toEqual(['skip rpc']);
  });
});

describe('doctor looks at disk and database', () => {
  it('and says so when there are none', async () => {
    const target = targetOf({ installation: installationIn('/nowhere') });
    expect(verdicts([...(await checkDisk(target)), ...(await checkDatabaseFile(target))])).toEqual([
      'skip disk-space',
      'skip database',
    ]);
  });

  it('and passes on what the integrity check found', async () => {
    const target = targetOf({ installation: installationIn(folder), checkDatabase: () => ['page 3 is never used'] });
    expect(verdicts(await checkDatabaseFile(target))).toEqual(['fail database']);
  });
});
