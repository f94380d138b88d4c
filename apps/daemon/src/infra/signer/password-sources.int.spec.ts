import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@waiaas/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InMemoryVaultStore } from '../../../test/signer/in-memory-vault-store.js';
import { KNOWN_EVM_IDENTITY, KNOWN_EVM_KEY, KNOWN_PASSWORD, KNOWN_VAULT } from '../../../test/signer/known-vault.js';
import {
  evmRequest,
  NO_CEILING,
  passwordFile,
  refusalOf,
  SignerHarness,
  temporaryDirectory,
} from '../../../test/signer/signer-harness.js';
import type { ConfiguredPassword } from './configured-password.js';
import { SignerStartError } from './signer-start-error.js';

const knownStore = (): InMemoryVaultStore => new InMemoryVaultStore(KNOWN_VAULT);
const isLinux = process.platform === 'linux';

/** A process whose start environment holds these variables, as the daemon's does. */
async function processWith(env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, ['-e', "process.stdin.resume(); process.stdout.write('ready')"], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}

async function startErrorOf(password: ConfiguredPassword | 'provisioned', store = knownStore()): Promise<SignerStartError> {
  const harness = new SignerHarness(password, store);
  const error: unknown = await harness.client.start().catch((reason: unknown) => reason);
  if (!(error instanceof SignerStartError)) throw new Error('the signer started');
  expect(harness.client.isUnlocked()).toBe(false);
  expect(harness.client.signerPid()).toBeUndefined();
  expect(error.message).not.toContain('\n');
  return error;
}

describe('the vault opens with the password', () => {
  it.each([
    ['of a file', KNOWN_PASSWORD],
    ['of a file with a line feed', `${KNOWN_PASSWORD}\n`],
    ['of a file with a Windows line ending', `${KNOWN_PASSWORD}\r\n`],
  ])('%s', async (_, content) => {
    const { client } = new SignerHarness(passwordFile(content), knownStore());
    await client.start();
    expect(client.isUnlocked()).toBe(true);
  });

  it.runIf(isLinux)('of the environment that the daemon was started with', async () => {
    const pid = await processWith({ WAIAAS_MASTER_PASSWORD_FILE: '/other', WAIAAS_MASTER_PASSWORD: KNOWN_PASSWORD });
    const { client } = new SignerHarness({ kind: 'environment', pid }, knownStore());
    await client.start();
    expect(client.isUnlocked()).toBe(true);
  });

  it.runIf(isLinux)('of the environment again after the signer was killed', async () => {
    const pid = await processWith({ WAIAAS_MASTER_PASSWORD: KNOWN_PASSWORD });
    const harness = new SignerHarness({ kind: 'environment', pid, value: new Secret(KNOWN_PASSWORD) }, knownStore());
    await harness.client.start();
    harness.kill();
    await harness.untilStatus('restarting');
    await harness.untilStatus('unlocked');
    expect(await harness.client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it('typed in at the prompt', async () => {
    const { client } = new SignerHarness({ kind: 'prompt', value: new Secret(KNOWN_PASSWORD) }, knownStore());
    await client.start();
    expect(client.isUnlocked()).toBe(true);
  });
});

describe('the first boot', () => {
  it('provisions a password when none is configured, which opens the vault again', async () => {
    const first = new SignerHarness('provisioned');
    await first.client.start();
    const content = readFileSync(first.recoveryKeyPath, 'latin1');
    expect(content).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(statSync(first.recoveryKeyPath).mode & 0o777).toBe(0o600);
    expect(first.client.isPasswordProvisioned()).toBe(true);
    expect(await first.client.verifyPassword(content.trim())).toBe(true);
    expect(await first.store.load()).toMatchObject({ version: 1, generation: 1, autoProvisioned: true });
    await first.client.close();
    const again = new SignerHarness({ kind: 'provisioned', path: first.recoveryKeyPath }, first.store);
    await again.client.start();
    expect(again.client.isUnlocked()).toBe(true);
    expect(readFileSync(first.recoveryKeyPath, 'latin1')).toBe(content);
  });

  it('allows no mainnet key and no export while the password is the provisioned one', async () => {
    const { client, recoveryKeyPath } = new SignerHarness('provisioned');
    await client.start();
    const password = readFileSync(recoveryKeyPath, 'utf8').trim();
    const key = await client.createKey(KNOWN_EVM_IDENTITY, NO_CEILING);
    const mainnet = { ...KNOWN_EVM_IDENTITY, environment: 'mainnet' } as const;
    const material = { format: 'hex', value: '1'.padStart(64, '0') } as const;
    expect(await client.signTransaction({ ...evmRequest(), key })).toHaveLength(130);
    expect(await refusalOf(() => client.createKey(mainnet, NO_CEILING))).toBe('PASSWORD_NOT_SET');
    expect(await refusalOf(() => client.importKey(mainnet, NO_CEILING, material))).toBe('PASSWORD_NOT_SET');
    expect(await refusalOf(() => client.exportKey({ identity: KNOWN_EVM_IDENTITY, key, password }))).toBe('PASSWORD_NOT_SET');
  });

  it('takes a recovery.key that a crash before the first row left behind', async () => {
    const harness = new SignerHarness('provisioned');
    writeFileSync(harness.recoveryKeyPath, `${'k'.repeat(43)}\n`, { mode: 0o600 });
    writeFileSync(`${harness.recoveryKeyPath}.tmp`, 'half');
    await harness.client.start();
    expect(await harness.client.verifyPassword('k'.repeat(43))).toBe(true);
  });

  it('takes the vault of another daemon that stored its own first', async () => {
    const empty = new InMemoryVaultStore();
    const racing = { load: () => empty.load(), save: () => empty.save(KNOWN_VAULT, 0).then(() => empty.save(KNOWN_VAULT, 0)) };
    const { client } = new SignerHarness(passwordFile(KNOWN_PASSWORD), racing);
    await client.start();
    expect(await client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it.each(['file', 'prompt'] as const)('refuses a password under 12 characters (%s) and stores nothing', async (kind) => {
    const store = new InMemoryVaultStore();
    const password = kind === 'file' ? passwordFile('elevenchars\n') : { kind, value: new Secret('elevenchars') };
    expect(await startErrorOf(password, store)).toMatchObject({ reason: 'PASSWORD_TOO_SHORT' });
    expect(await store.load()).toBeUndefined();
  });

  it('says so when recovery.key cannot be written', async () => {
    const path = join(temporaryDirectory(), 'missing', 'recovery.key');
    expect(await startErrorOf({ kind: 'provisioned', path }, new InMemoryVaultStore())).toMatchObject({
      reason: 'RECOVERY_KEY_NOT_WRITABLE',
    });
  });
});

describe('a start without the right password ends with one line that names the source and the way out', () => {
  it('when the password is wrong', async () => {
    const password = passwordFile('another password\n');
    const error = await startErrorOf(password);
    expect(error.reason).toBe('PASSWORD_WRONG');
    expect(error.message).toContain(password.path);
    expect(error.message).toContain('If it was changed since, configure the new one');
    expect(error.message).not.toContain('another password');
  });

  it('when the provisioned password was replaced and none is configured', async () => {
    const error = await startErrorOf('provisioned');
    expect(error.reason).toBe('RECOVERY_KEY_MISSING');
    expect(error.message).toContain('WAIAAS_MASTER_PASSWORD_FILE');
  });

  it('when the file is missing, empty, too long, not text or not a file', async () => {
    const missing = passwordFile('x');
    rmSync(missing.path);
    const directory = passwordFile('x');
    rmSync(directory.path);
    mkdirSync(directory.path);
    const files = [
      missing,
      passwordFile('\n'),
      passwordFile('x'.repeat(2000)),
      passwordFile(Buffer.of(0xff, 0xfe, 0xff)),
      directory,
    ];
    const reasons = [];
    for (const file of files) reasons.push((await startErrorOf(file)).reason);
    expect(reasons).toEqual([
      'PASSWORD_FILE_MISSING',
      'PASSWORD_FILE_EMPTY',
      'PASSWORD_FILE_TOO_LONG',
      'PASSWORD_FILE_NOT_UTF8',
      'PASSWORD_FILE_UNREADABLE',
    ]);
  });

  it.runIf(isLinux)('when the environment does not hold it', async () => {
    const pid = await processWith({ WAIAAS_MASTER_PASSWORD_FILE: 'x', XWAIAAS_MASTER_PASSWORD: KNOWN_PASSWORD });
    expect(await startErrorOf({ kind: 'environment', pid })).toMatchObject({ reason: 'ENVIRONMENT_NOT_SET' });
  });

  it('when the stored vault is damaged', async () => {
    const store = new InMemoryVaultStore({ ...KNOWN_VAULT, blob: KNOWN_VAULT.blob.slice(0, -1) });
    expect(await startErrorOf(passwordFile(KNOWN_PASSWORD), store)).toMatchObject({ reason: 'VAULT_MALFORMED' });
    const { blob } = KNOWN_EVM_KEY;
    expect(await startErrorOf(passwordFile(KNOWN_PASSWORD), new InMemoryVaultStore({ ...KNOWN_VAULT, blob }))).toMatchObject({
      reason: 'VAULT_MALFORMED',
    });
  });
});
