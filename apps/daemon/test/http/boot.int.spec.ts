import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDaemon, type RunningDaemon, type StartOptions } from '../../src/index.js';
import { call } from './http-client.js';

let dataDir: string;
let running: RunningDaemon[];
let printed: string[];
beforeEach(() => {
  dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'waiaas-boot-')), 'data');
  [running, printed] = [[], []];
});
afterEach(async () => {
  await Promise.all(running.map((daemon) => daemon.close()));
  rmSync(path.dirname(dataDir), { recursive: true, force: true });
});

async function start(options: StartOptions = {}): Promise<RunningDaemon> {
  const daemon = await startDaemon({
    dataDir,
    overrides: { 'daemon.port': '0' },
    env: {},
    print: (line) => void printed.push(line),
    ...options,
  });
  running.push(daemon);
  return daemon;
}

const mode = (file: string) => statSync(path.join(dataDir, file)).mode & 0o777;

describe('a first start', () => {
  it('makes a directory for its owner alone, provisions the password and serves', async () => {
    const daemon = await start();
    expect((await call(daemon.port, { path: '/health' })).json).toMatchObject({
      status: 'ok',
      schemaVersion: expect.any(Number),
    });
    expect((await call(daemon.port, { path: '/ready' })).json).toEqual({ status: 'ready' });
    expect([mode('.'), mode('recovery.key'), mode('daemon.json'), mode('daemon.lock'), mode('data/waiaas.db')]).toEqual([
      0o700, 0o600, 0o600, 0o600, 0o600,
    ]);
    const password = readFileSync(path.join(dataDir, 'recovery.key'), 'utf8').trimEnd();
    const answer = await call(daemon.port, { path: '/v1/audit-logs', headers: { 'x-master-password': password } });
    expect(answer.json.data.at(-1)).toMatchObject({ eventType: 'DAEMON_STARTED' });
    const notice = printed.join('\n');
    expect(notice).toContain(daemon.address);
    expect(notice).toContain(path.join(dataDir, 'recovery.key'));
    expect(notice).not.toContain(password);
  });

  it('says who runs there, and takes it back at the end', async () => {
    const daemon = await start();
    const facts = JSON.parse(readFileSync(path.join(dataDir, 'daemon.json'), 'utf8'));
    expect(facts).toEqual({ pid: process.pid, signerPid: expect.any(Number), port: daemon.port });
    expect(() => process.kill(facts.signerPid, 0)).not.toThrow();
    await daemon.close();
    expect(existsSync(path.join(dataDir, 'daemon.json'))).toBe(false);
    expect(() => process.kill(facts.signerPid, 0)).toThrow();
    await expect(call(daemon.port, { path: '/health' })).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a data directory', () => {
  it('belongs to one daemon at a time, and the second is told in one line', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ name: 'DirectoryInUseError', message: `Another daemon runs on ${dataDir}.` });
    expect((await call(running[0]?.port ?? 0, { path: '/health' })).status).toBe(200);
  });

  it('is free again after an orderly end and after a start that failed', async () => {
    await (await start()).close();
    await expect(start({ password: { kind: 'prompt', value: 'not the password at all' } })).rejects.toThrow();
    const again = await start();
    expect((await call(again.port, { path: '/ready' })).status).toBe(200);
  });
});

describe('the master password', () => {
  it('from the environment leaves the environment and opens the vault', async () => {
    const env: NodeJS.ProcessEnv = { WAIAAS_MASTER_PASSWORD: 'a password of its own' };
    const daemon = await start({ password: { kind: 'prompt', value: 'a password of its own' } });
    expect(existsSync(path.join(dataDir, 'recovery.key'))).toBe(false);
    await daemon.close();
    await start({ env, password: { kind: 'prompt', value: 'a password of its own' } });
    expect(env).not.toHaveProperty('WAIAAS_MASTER_PASSWORD');
  });

  it('from a file works, and a second source stops the start', async () => {
    const file = path.join(path.dirname(dataDir), 'password');
    writeFileSync(file, 'a password from a file\n', { mode: 0o600 });
    const daemon = await start({ env: { WAIAAS_MASTER_PASSWORD_FILE: file } });
    expect(
      (await call(daemon.port, { path: '/v1/audit-logs', headers: { 'x-master-password': 'a password from a file' } })).status,
    ).toBe(200);
    const both = start({ env: { WAIAAS_MASTER_PASSWORD_FILE: file, WAIAAS_MASTER_PASSWORD: 'another password' } });
    await expect(both).rejects.toMatchObject({ name: 'ConfigError', problems: [expect.stringContaining('both set')] });
  });

  it('under twelve characters is refused at the first start', async () => {
    await expect(start({ password: { kind: 'prompt', value: 'short' } })).rejects.toMatchObject({ name: 'SignerStartError' });
  });
});

describe('a start with wrong settings', () => {
  it('opens nothing and names every problem', async () => {
    const env = { WAIAAS_DAEMON_LOG_LEVEL: 'loud', WAIAAS_DAEMON_PROT: '1' };
    await expect(start({ env })).rejects.toMatchObject({
      name: 'ConfigError',
      problems: [expect.any(String), expect.any(String)],
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  it('says that its port is taken, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const refused = start({ overrides: { 'daemon.port': String(port) } });
    await expect(refused).rejects.toMatchObject({
      name: 'ConfigError',
      problems: [expect.stringMatching(/^daemon\.port: another program/)],
    });
    other.close();
    expect(existsSync(path.join(dataDir, 'daemon.json'))).toBe(false);
    expect((await call((await start()).port, { path: '/health' })).status).toBe(200);
  });

  it('does not take a database it does not know', async () => {
    mkdirSync(path.join(dataDir, 'data'), { recursive: true });
    writeFileSync(path.join(dataDir, 'data', 'waiaas.db'), 'this is no database');
    await expect(start()).rejects.toThrow();
  });
});

describe('the process', () => {
  it('gives its public origin with the port it really has', async () => {
    const daemon = await start();
    expect(daemon.address).toBe(`http://127.0.0.1:${daemon.port}`);
    expect(daemon.port).toBeGreaterThan(0);
  });
});
