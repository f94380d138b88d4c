import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InMemoryVaultStore } from '../../../test/signer/in-memory-vault-store.js';
import {
  KNOWN_CONTEXT,
  KNOWN_EVM_IDENTITY,
  KNOWN_PASSWORD,
  KNOWN_SEALED,
  KNOWN_VAULT,
} from '../../../test/signer/known-vault.js';
import { evmRequest, NO_CEILING, passwordFile, refusalOf, SignerHarness } from '../../../test/signer/signer-harness.js';
import { SignerStartError } from './signer-start-error.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

const NEW_PASSWORD = 'the new password';

/** Which of the two passwords open what the store holds, asked of fresh processes. */
async function opening(store: VaultStorePort): Promise<readonly string[]> {
  const opens = [];
  for (const password of [KNOWN_PASSWORD, NEW_PASSWORD]) {
    const { client } = new SignerHarness(passwordFile(password), store);
    const error: unknown = await client.start().catch((reason: unknown) => reason);
    if (error instanceof SignerStartError && error.reason === 'PASSWORD_WRONG') continue;
    expect(error).toBeUndefined();
    expect(await client.open(KNOWN_CONTEXT, KNOWN_SEALED)).not.toBe('');
    opens.push(password);
    await client.close();
  }
  return opens;
}

/** A store that lets something happen around its one write. */
function storeWith(save: (inner: InMemoryVaultStore, row: VaultRow, expected: number) => Promise<void>): VaultStorePort {
  const inner = new InMemoryVaultStore(KNOWN_VAULT);
  return { load: () => inner.load(), save: (row, expected) => save(inner, row, expected) };
}

describe('changing the master password', () => {
  it('rewrites the one row and leaves every key as it is', async () => {
    const { client, store } = await SignerHarness.known();
    const before = await client.signTransaction(evmRequest());
    await client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false });
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(false);
    expect(await client.verifyPassword(NEW_PASSWORD)).toBe(true);
    expect(await client.signTransaction(evmRequest())).toBe(before);
    expect(await store.load()).toMatchObject({ version: 2, generation: 1, autoProvisioned: false });
    expect(await opening(store)).toEqual([NEW_PASSWORD]);
  });

  it('is not made where it cannot be written down', async () => {
    const { client, store } = await SignerHarness.known();
    const unwritten = client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false }, () =>
      Promise.reject(new Error('disk full')),
    );
    await expect(unwritten).rejects.toThrow('disk full');
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
    expect(await opening(store)).toEqual([KNOWN_PASSWORD]);
  });

  it('wants the old password and a long enough new one', async () => {
    const { client, store } = await SignerHarness.known();
    expect(
      await refusalOf(() => client.changePassword({ password: 'a wrong password', newPassword: NEW_PASSWORD, renew: false })),
    ).toBe('INVALID_MASTER_PASSWORD/PASSWORD_WRONG');
    expect(
      await refusalOf(() => client.changePassword({ password: KNOWN_PASSWORD, newPassword: 'elevenchars', renew: false })),
    ).toBe('VALIDATION_FAILED/PASSWORD_TOO_SHORT');
    expect(await store.load()).toEqual(KNOWN_VAULT);
  });

  it('ends the provisioned password: recovery.key goes, mainnet keys and export are allowed', async () => {
    const { client, recoveryKeyPath, store } = new SignerHarness('provisioned');
    await client.start();
    const provisioned = readFileSync(recoveryKeyPath, 'utf8').trim();
    await client.changePassword({ password: provisioned, newPassword: provisioned, renew: false });
    expect([client.isPasswordProvisioned(), existsSync(recoveryKeyPath)]).toEqual([true, true]);
    await client.changePassword({ password: provisioned, newPassword: NEW_PASSWORD, renew: false });
    expect([client.isPasswordProvisioned(), existsSync(recoveryKeyPath)]).toEqual([false, false]);
    expect(await store.load()).toMatchObject({ version: 3, autoProvisioned: false });
    const identity = { ...KNOWN_EVM_IDENTITY, environment: 'mainnet' } as const;
    const key = await client.createKey(identity, NO_CEILING);
    expect(await client.exportKey({ identity, key, password: NEW_PASSWORD })).toMatchObject({ format: 'raw' });
  });

  it('one after the other keeps both changes', async () => {
    const { client } = await SignerHarness.known();
    await Promise.all([
      client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false }),
      client.changePassword({ password: NEW_PASSWORD, newPassword: 'the third password', renew: false }),
    ]);
    expect(await client.verifyPassword('the third password')).toBe(true);
  });

  it('leaves the signer waiting after a restart whose source still has the old one, and the new one opens it', async () => {
    const harness = await SignerHarness.knownFromFile();
    await harness.client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false });
    harness.kill();
    await harness.untilStatus('waiting-for-password');
    expect(harness.notices.join('\n')).toContain('does not open the vault');
    expect(await harness.client.verifyPassword(KNOWN_PASSWORD)).toBe(false);
    expect(await harness.client.verifyPassword(NEW_PASSWORD)).toBe(true);
    expect(await harness.client.signTransaction(evmRequest())).toHaveLength(130);
  });
});

describe('a password change that is cut off', () => {
  it('before the row is written leaves the old password in force', async () => {
    const store = storeWith(() => Promise.reject(new Error('disk full')));
    const { client } = await SignerHarness.known(store);
    await expect(client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false })).rejects.toThrow(
      'disk full',
    );
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
    expect(await client.verifyPassword(NEW_PASSWORD)).toBe(false);
    expect(await opening(store)).toEqual([KNOWN_PASSWORD]);
  });

  it('after the row was written, the answer being lost, puts the new one in force', async () => {
    const store = storeWith(async (inner, row, expected) => {
      await inner.save(row, expected);
      throw new Error('connection lost');
    });
    const { client } = await SignerHarness.known(store);
    await client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false });
    expect(await client.verifyPassword(NEW_PASSWORD)).toBe(true);
    expect(await opening(store)).toEqual([NEW_PASSWORD]);
  });

  it('by another change of the row is refused and changes nothing', async () => {
    const store = storeWith(async (inner, row) => {
      await inner.save({ ...KNOWN_VAULT, version: 2 }, 1);
      await inner.save(row, 1);
    });
    const { client } = await SignerHarness.known(store);
    expect(
      await refusalOf(() => client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false })),
    ).toBe('VERSION_CONFLICT');
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
  });

  it.each(['before', 'long before', 'after'])(
    'by the death of the signer %s the write still ends with the new one',
    async (moment) => {
      const harnesses: SignerHarness[] = [];
      const store = storeWith(async (inner, row, expected) => {
        if (moment === 'after') await inner.save(row, expected);
        harnesses[0]?.kill();
        await harnesses[0]?.untilStatus('restarting');
        if (moment === 'long before') await harnesses[0]?.untilStatus('unlocked');
        if (moment !== 'after') await inner.save(row, expected);
      });
      const harness = await SignerHarness.knownFromFile(store);
      harnesses.push(harness);
      await harness.client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: false });
      expect(await harness.client.verifyPassword(NEW_PASSWORD)).toBe(true);
      expect(await harness.client.verifyPassword(KNOWN_PASSWORD)).toBe(false);
      expect(await harness.client.signTransaction(evmRequest())).toHaveLength(130);
      expect(await opening(store)).toEqual([NEW_PASSWORD]);
    },
  );
});
