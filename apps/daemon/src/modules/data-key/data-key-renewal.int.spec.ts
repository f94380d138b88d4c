import { DomainError } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { auditOver } from '../../../test/audit-over.js';
import { FixedClock } from '../../../test/fixed-clock.js';
import {
  KNOWN_CONTEXT,
  KNOWN_EVM_IDENTITY,
  KNOWN_EVM_KEY,
  KNOWN_PASSWORD,
  KNOWN_SEALED,
  KNOWN_SOLANA_IDENTITY,
  KNOWN_SOLANA_KEY,
  KNOWN_VAULT,
} from '../../../test/signer/known-vault.js';
import { evmRequest, NO_CEILING, passwordFile, refusalOf, SignerHarness } from '../../../test/signer/signer-harness.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Logger } from '../../common/logging/logger.js';
import type { Database, Tx } from '../../infra/prisma/database.js';
import { SealedCaches } from '../../infra/signer/sealed-caches.js';
import { VaultRepository } from '../../infra/signer/vault.repository.js';
import { DataKeyRenewal } from './data-key-renewal.service.js';
import { SealedRowsRepository } from './sealed-rows.repository.js';

const NEW_PASSWORD = 'the new password';
/** More than one batch of them. */
const SECRETS = 130;

let temporary: TemporaryDatabase;

beforeEach(async () => {
  temporary = await temporaryDatabase();
});
afterEach(async () => temporary.drop());

/** One life of the daemon: its signer, and what carries the renewal on. `database` may be one that fails. */
async function life(password: string, database: Database = temporary.database) {
  const clock = new FixedClock();
  const harness = new SignerHarness(passwordFile(password), new VaultRepository(database, clock));
  await harness.client.start();
  const errors: string[] = [];
  const log = { error: (line: string) => errors.push(line) } as unknown as Logger;
  const caches = new SealedCaches();
  const audit = auditOver(database, clock);
  const rows = new SealedRowsRepository(database);
  const renewal = new DataKeyRenewal(harness.client, rows, database, caches, audit, log);
  return { harness, client: harness.client, renewal, caches, errors, audit };
}

type Life = Awaited<ReturnType<typeof life>>;

const renew = (client: Life['client']) =>
  client.changePassword({ password: KNOWN_PASSWORD, newPassword: NEW_PASSWORD, renew: true }, () => Promise.resolve());

/** A vault with both keys of the format's first version, a sealed value, an audit key and a good many secrets. */
async function fill(): Promise<void> {
  const { client } = temporary.database;
  await new VaultRepository(temporary.database, new FixedClock()).save(KNOWN_VAULT, 0);
  sealedOnce ??= await sealSome();
  await client.sealedSecret.createMany({
    data: sealedOnce.secrets.map((row) => ({ ...row, name: 'n', isCurrent: true, createdAt: 0n })),
  });
  for (const [identity, key] of [
    [KNOWN_EVM_IDENTITY, KNOWN_EVM_KEY],
    [KNOWN_SOLANA_IDENTITY, KNOWN_SOLANA_KEY],
  ] as const) {
    await client.sealedKey.create({ data: { ...identity, ...key, createdAt: 0n } });
  }
  const settings = [
    { key: SETTING.rowId, value: sealedOnce.setting },
    { key: 'daemon.log_level', value: '"wval.1.1.x"' },
  ];
  await client.setting.createMany({ data: settings.map((row) => ({ ...row, updatedAt: 0n })) });
}

interface SealedOnce {
  readonly secrets: readonly { readonly id: string; readonly sealed: string }[];
  readonly setting: string;
}
let sealedOnce: SealedOnce | undefined;

async function sealSome(): Promise<SealedOnce> {
  const { client } = await life(KNOWN_PASSWORD);
  const { blob: auditKey } = await client.createAuditKey();
  const ids = Array.from({ length: SECRETS }, (_, index) => `secret-${String(index).padStart(3, '0')}`);
  const secrets = await Promise.all(
    ids.map(async (id) => ({
      id,
      sealed: await client.seal({ ...KNOWN_CONTEXT, rowId: id }, Buffer.from(id).toString('base64')),
    })),
  );
  const setting = await client.seal(SETTING, Buffer.from('"123:abc"').toString('base64'));
  await client.close();
  return {
    secrets: [{ id: KNOWN_CONTEXT.rowId, sealed: KNOWN_SEALED }, { id: 'audit-key', sealed: auditKey }, ...secrets],
    setting,
  };
}

const SETTING = { table: 'settings', rowId: 'notifications.telegram_bot_token', column: 'value' };

/** Generations of every sealed value, as `2` or `1,2`. */
async function generations(): Promise<string> {
  const { sealedKey, sealedSecret, setting } = temporary.database.client;
  const [keys, secrets, settings] = await Promise.all([sealedKey.findMany(), sealedSecret.findMany(), setting.findMany()]);
  const texts = [...keys.map(({ blob }) => blob), ...secrets.map(({ sealed }) => sealed), ...settings.map(({ value }) => value)];
  const seen = new Set(texts.flatMap((text) => /^w(?:key|val|aud)\.1\.(\d+)\./.exec(text)?.[1] ?? []));
  return [...seen].sort().join();
}

/** Everything opens with what the rows hold now. */
async function expectAllOpens({ client }: Life): Promise<void> {
  const db = temporary.database.client;
  const { blob, address } = await db.sealedKey.findUniqueOrThrow({ where: { walletId: KNOWN_EVM_IDENTITY.walletId } });
  expect(await client.signTransaction({ ...evmRequest(), key: { blob, address } })).toHaveLength(130);
  const audit = await db.sealedSecret.findUniqueOrThrow({ where: { id: 'audit-key' } });
  expect((await client.signAuditHead(audit.sealed, { id: 1, hash: 'a'.repeat(64), at: 1 })).signature).toHaveLength(128);
  const secrets = await db.sealedSecret.findMany({ where: { id: { not: 'audit-key' } } });
  const opened = await Promise.all(secrets.map(({ id, sealed }) => client.open({ ...KNOWN_CONTEXT, rowId: id }, sealed)));
  expect(opened.map((text) => Buffer.from(text, 'base64').toString())).toEqual(
    secrets.map(({ id }) => (id === KNOWN_CONTEXT.rowId ? 'a known value' : id)),
  );
  expect(secrets).toHaveLength(SECRETS + 1);
  const { value } = await db.setting.findUniqueOrThrow({ where: { key: SETTING.rowId } });
  expect(Buffer.from(await client.open(SETTING, value), 'base64').toString()).toBe('"123:abc"');
  expect((await db.setting.findUniqueOrThrow({ where: { key: 'daemon.log_level' } })).value).toBe('"wval.1.1.x"');
}

describe('a new data key', () => {
  beforeEach(fill);

  it('opens what the one before sealed, until all of it is sealed anew and the one before goes', async () => {
    const now = await life(KNOWN_PASSWORD);
    let forgotten = 0;
    now.caches.onReseal(() => (forgotten += 1));
    await renew(now.client);
    expect([now.client.generation(), now.client.holdsEarlier(), await generations()]).toEqual([2, true, '1']);
    await expectAllOpens(now);
    const oldBlob = (await temporary.database.client.sealedKey.findFirstOrThrow({ orderBy: { walletId: 'asc' } })).blob;
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), await generations(), forgotten, now.errors]).toEqual([false, '2', 1, []]);
    await expectAllOpens(now);
    expect(await refusalOf(() => now.client.signTransaction({ ...evmRequest(), key: { ...KNOWN_EVM_KEY, blob: oldBlob } }))).toBe(
      'INTERNAL_ERROR/SEAL_GENERATION',
    );
    expect(await now.audit.list({}, { limit: 9 })).toMatchObject([
      { eventType: 'DATA_KEY_RETIRED', details: '{"generation":1}' },
    ]);
    await expectAllOpens(await life(NEW_PASSWORD));
    await now.renewal.proceed();
    expect(await now.audit.count({})).toBe(1);
  });

  it('seals with the new key from then on, and keeps the old one for what is under way in this process', async () => {
    const now = await life(KNOWN_PASSWORD);
    const late = await now.client.createKey({ ...KNOWN_EVM_IDENTITY, walletId: 'late' }, NO_CEILING);
    now.renewal.expect();
    await renew(now.client);
    expect((await now.client.createKey({ ...KNOWN_EVM_IDENTITY, walletId: 'new' }, NO_CEILING)).blob).toMatch(/^wkey\.1\.2\./);
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), await generations()]).toEqual([true, '2']);
    expect(now.renewal.waitSeconds()).toBeGreaterThan(0);
    expect(now.renewal.waitSeconds()).toBeLessThanOrEqual(300);
    // A key made a moment before reaches its row now.
    const data = { walletId: 'late', chain: 'ethereum', environment: 'testnet', createdAt: 0n, ...late };
    await temporary.database.client.sealedKey.create({ data });
    const performanceNow = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(performanceNow + 301_000);
    onTestFinished(() => void vi.restoreAllMocks());
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), now.renewal.waitSeconds(), await generations()]).toEqual([false, 0, '2']);
    const { blob, address } = await temporary.database.client.sealedKey.findUniqueOrThrow({ where: { walletId: 'late' } });
    const identity = { ...KNOWN_EVM_IDENTITY, walletId: 'late' };
    expect(await now.client.signTransaction({ ...evmRequest(), identity, key: { blob, address } })).toHaveLength(130);
  });

  it('does not give the earlier one up for a row that comes at the last moment', async () => {
    const now = await life(KNOWN_PASSWORD);
    const sealed = await now.client.seal({ ...KNOWN_CONTEXT, rowId: 'late' }, 'bGF0ZQ==');
    await renew(now.client);
    const reseal = now.client.reseal.bind(now.client);
    // Written after its table was gone through: settings come after secrets.
    now.client.reseal = async (values) => {
      if (values[0]?.context.table === 'settings') {
        const data = { id: 'late', name: 'n', sealed, isCurrent: true, createdAt: 0n };
        await temporary.database.client.sealedSecret.create({ data });
      }
      return reseal(values);
    };
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), await generations(), now.errors]).toEqual([true, '1,2', []]);
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), await generations()]).toEqual([false, '2']);
  });

  it('leaves what was changed while it was sealed anew', async () => {
    const now = await life(KNOWN_PASSWORD);
    await renew(now.client);
    const reseal = now.client.reseal.bind(now.client);
    const sealed = await now.client.seal(SETTING, Buffer.from('"456:def"').toString('base64'));
    now.client.reseal = async (values) => {
      const anew = await reseal(values);
      if (values[0]?.context.table === 'settings') {
        await temporary.database.client.setting.update({ where: { key: SETTING.rowId }, data: { value: sealed } });
      }
      return anew;
    };
    await now.renewal.proceed();
    const { value } = await temporary.database.client.setting.findUniqueOrThrow({ where: { key: SETTING.rowId } });
    expect(value).toBe(sealed);
  });

  it('is not followed by another while the one before is held; a password alone may change meanwhile', async () => {
    const now = await life(KNOWN_PASSWORD);
    await renew(now.client);
    const third = { password: NEW_PASSWORD, newPassword: 'the third password' };
    expect(await refusalOf(() => now.client.changePassword({ ...third, renew: true }))).toBe(
      'ROTATION_TOO_RECENT/GENERATION_IN_USE',
    );
    expect(await now.client.verifyPassword(NEW_PASSWORD)).toBe(true);
    await now.client.changePassword({ ...third, renew: false });
    await expectAllOpens(now);
    await now.client.close();
    const next = await life('the third password');
    expect([next.client.generation(), next.client.holdsEarlier()]).toEqual([2, true]);
    await next.renewal.proceed();
    await next.client.changePassword({ password: 'the third password', newPassword: KNOWN_PASSWORD, renew: true });
    await next.renewal.proceed();
    expect([next.client.generation(), await generations()]).toEqual([3, '3']);
    await expectAllOpens(next);
  });

  it('keeps the earlier one as long as a damaged row stands there, says which once, and seals the others', async () => {
    const broken = KNOWN_SEALED.replace('OJdP', 'OJdQ');
    const where = { id: KNOWN_CONTEXT.rowId };
    await temporary.database.client.sealedSecret.update({ where, data: { sealed: broken } });
    const now = await life(KNOWN_PASSWORD);
    await renew(now.client);
    await now.renewal.proceed();
    await now.renewal.proceed();
    expect(now.errors).toEqual([expect.stringContaining('sealed_secrets jwt-1')]);
    expect([now.client.holdsEarlier(), await generations()]).toEqual([true, '1,2']);
    await temporary.database.client.sealedSecret.update({ where, data: { sealed: KNOWN_SEALED } });
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), await generations()]).toEqual([false, '2']);
  });

  it('is made while the signer is locked, and what follows waits for its unlocking', async () => {
    const now = await life(KNOWN_PASSWORD);
    await now.client.lock();
    await renew(now.client);
    expect(now.client.isUnlocked()).toBe(false);
    expect(await refusalOf(() => now.renewal.proceed())).toBe('KEYSTORE_LOCKED');
    await now.client.unlock(NEW_PASSWORD);
    await now.renewal.proceed();
    expect([now.client.holdsEarlier(), await generations()]).toEqual([false, '2']);
    await expectAllOpens(now);
  });
});

/** A database whose process dies when it asks for its nth transaction. */
function dyingDatabase(at: number): { readonly database: Database; readonly died: () => boolean } {
  let count = 0;
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    count += 1;
    if (count >= at) throw new DomainError('STORAGE_UNAVAILABLE');
    return temporary.database.transaction(work);
  };
  const database = new Proxy(temporary.database, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { database, died: () => count >= at };
}

describe('a renewal of the data key that is cut off', () => {
  beforeEach(fill);

  it.each([
    [1, 'the row of the vault'],
    [2, 'the keys'],
    [3, 'the first batch of secrets'],
    [4, 'the second'],
    [5, 'the third'],
    [6, 'the settings'],
    [7, 'the row of the vault without the earlier key'],
  ])('before its transaction number %i, %s, goes on where it stopped', async (step) => {
    const { database, died } = dyingDatabase(step);
    const first = await life(KNOWN_PASSWORD, database);
    const cutOff = renew(first.client).then(() => first.renewal.proceed());
    await expect(cutOff).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(died()).toBe(true);
    first.harness.kill();
    await first.client.close();

    const second = await life(step > 1 ? NEW_PASSWORD : KNOWN_PASSWORD);
    await expectAllOpens(second);
    if (step === 1) await renew(second.client);
    await second.renewal.proceed();
    expect([second.client.generation(), second.client.holdsEarlier(), await generations()]).toEqual([2, false, '2']);
    await expectAllOpens(second);
    expect(await second.audit.list({ eventType: 'DATA_KEY_RETIRED' }, { limit: 9 })).toHaveLength(1);
  });

  it('by the death of the signer at each of its calls goes on with the next one', async () => {
    const first = await life(KNOWN_PASSWORD);
    await renew(first.client);
    await first.client.close();
    const now = await life(NEW_PASSWORD);
    const killedAt = new Set<string>();
    const reseal = now.client.reseal.bind(now.client);
    const retireEarlier = now.client.retireEarlier.bind(now.client);
    const dyingOnce = async <T>(at: string, act: () => Promise<T>): Promise<T> => {
      await now.harness.untilStatus('unlocked');
      if (!killedAt.has(at)) now.harness.kill();
      killedAt.add(at);
      return act();
    };
    now.client.reseal = (values) => dyingOnce(values[0]?.context.rowId ?? '', () => reseal(values));
    now.client.retireEarlier = (alongside) => dyingOnce('the end', () => retireEarlier(alongside));
    while (now.client.holdsEarlier()) {
      await now.renewal.proceed().catch((error: unknown) => expect(error).toMatchObject({ code: 'KEYSTORE_LOCKED' }));
      await now.harness.untilStatus('unlocked');
    }
    expect(killedAt.size).toBe(6);
    expect(await generations()).toBe('2');
    await expectAllOpens(now);
  });
});
