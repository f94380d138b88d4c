import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InMemoryVaultStore } from '../../../test/signer/in-memory-vault-store.js';
import { KNOWN_PASSWORD, KNOWN_VAULT } from '../../../test/signer/known-vault.js';
import { evmRequest, refusalOf, SignerHarness, solanaRequest } from '../../../test/signer/signer-harness.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

describe('a signer that is killed', () => {
  it('is replaced by one that gives the same signatures', async () => {
    const harness = await SignerHarness.knownFromFile();
    const [pid, before] = [harness.client.signerPid(), await harness.client.signTransaction(evmRequest())];
    harness.kill();
    await harness.untilStatus('restarting');
    await harness.untilStatus('unlocked');
    expect(harness.client.signerPid()).not.toBe(pid);
    expect(await harness.client.signTransaction(evmRequest())).toBe(before);
  });

  it('loses none of the requests it was working on', async () => {
    const harness = await SignerHarness.knownFromFile();
    const requests = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? evmRequest(index) : solanaRequest(index)));
    const pending = requests.map((request) => harness.client.signTransaction(request));
    await pending[20];
    harness.kill();
    const signatures = await Promise.all(pending);
    expect(harness.statuses).toContain('restarting');
    expect(await Promise.all(requests.map((request) => harness.client.signTransaction(request)))).toEqual(signatures);
  });

  it('comes back again and again', async () => {
    const harness = await SignerHarness.knownFromFile();
    for (let round = 0; round < 3; round += 1) {
      harness.kill();
      await harness.untilStatus('restarting');
      await harness.untilStatus('unlocked');
    }
    expect(await harness.client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it('waits for a person when its password was given only once', async () => {
    const harness = await SignerHarness.known();
    harness.kill();
    await harness.untilStatus('waiting-for-password');
    expect(harness.client.isUnlocked()).toBe(false);
    expect(await refusalOf(() => harness.client.signTransaction(evmRequest()))).toBe('KEYSTORE_LOCKED');
    expect(await harness.client.verifyPassword('a wrong password')).toBe(false);
    expect(harness.client.isUnlocked()).toBe(false);
    expect(await harness.client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
    expect(harness.client.isUnlocked()).toBe(true);
    expect(await harness.client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it('is tried again until the store answers', async () => {
    const inner = new InMemoryVaultStore(KNOWN_VAULT);
    let failures = 0;
    const store: VaultStorePort = {
      load: () => (failures > 0 && failures-- > 0 ? Promise.reject(new Error('disk full')) : inner.load()),
      save: (row: VaultRow, expected: number) => inner.save(row, expected),
    };
    const harness = await SignerHarness.knownFromFile(store);
    failures = 2;
    harness.kill();
    await harness.untilStatus('restarting');
    await harness.untilStatus('unlocked');
    expect(failures).toBe(0);
    expect(harness.notices.filter((line) => line.includes('could not be restarted'))).toHaveLength(2);
  });

  it('does not get a new vault when the row has vanished', async () => {
    let row: VaultRow | undefined = KNOWN_VAULT;
    const saved: VaultRow[] = [];
    const store: VaultStorePort = { load: () => Promise.resolve(row), save: (next) => Promise.resolve(void saved.push(next)) };
    const harness = await SignerHarness.knownFromFile(store);
    row = undefined;
    harness.kill();
    await harness.untilStatus('restarting');
    expect(await refusalOf(() => harness.client.signTransaction(evmRequest()))).toBe('KEYSTORE_LOCKED');
    expect(saved).toEqual([]);
  });
});

describe('a deliberate lock', () => {
  it('forgets the keys at once, still verifies passwords and ends with unlock', async () => {
    const { client } = await SignerHarness.knownFromFile();
    const locked = client.lock();
    expect(client.isUnlocked()).toBe(false);
    await locked;
    expect(await refusalOf(() => client.signTransaction(evmRequest()))).toBe('KEYSTORE_LOCKED');
    expect(await client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
    expect(client.isUnlocked()).toBe(false);
    await client.unlock();
    expect(await client.signTransaction(evmRequest())).toHaveLength(130);
  });

  it('outlives the process', async () => {
    const harness = await SignerHarness.knownFromFile();
    await harness.client.lock();
    harness.kill();
    await harness.untilStatus('restarting');
    await harness.untilStatus('locked');
    expect(await refusalOf(() => harness.client.signTransaction(evmRequest()))).toBe('KEYSTORE_LOCKED');
    expect(await harness.client.verifyPassword(KNOWN_PASSWORD)).toBe(true);
    expect(await refusalOf(() => harness.client.unlock('a wrong password'))).toBe('INVALID_MASTER_PASSWORD/PASSWORD_WRONG');
    expect(harness.client.isUnlocked()).toBe(false);
    await harness.client.unlock(KNOWN_PASSWORD);
    expect(harness.client.isUnlocked()).toBe(true);
  });

  it('wins over an unlock that is still under way', async () => {
    const { client } = await SignerHarness.knownFromFile();
    await client.lock();
    const unlocking = refusalOf(() => client.unlock());
    await client.lock();
    expect(await unlocking).toBe('KEYSTORE_LOCKED');
    expect(client.isUnlocked()).toBe(false);
    expect(await refusalOf(() => client.signTransaction(evmRequest()))).toBe('KEYSTORE_LOCKED');
  });
});

describe('the end', () => {
  it('of the client is the end of the process', async () => {
    const harness = await SignerHarness.knownFromFile();
    const pid = harness.client.signerPid() ?? 0;
    await harness.client.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(harness.client.status()).toBe('closed');
    expect(await refusalOf(() => harness.client.signTransaction(evmRequest()))).toBe('KEYSTORE_LOCKED');
    expect(await refusalOf(() => harness.client.verifyPassword(KNOWN_PASSWORD))).toBe('KEYSTORE_LOCKED');
  });
});

describe.runIf(process.platform === 'linux')('as the system sees it, the process', () => {
  it('has an empty environment, dumps no core, and shows no secret in its command line', async () => {
    const { client } = await SignerHarness.knownFromFile();
    const pid = String(client.signerPid());
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter((entry) => entry !== '' && !entry.startsWith('PWD='));
    expect(environment).toEqual([]);
    expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max core file size\s+0\s+0\s/);
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(KNOWN_PASSWORD);
  });
});
