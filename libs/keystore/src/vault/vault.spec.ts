import argon2 from 'argon2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/refusal.js';
import { DataKey } from '../sealing/data-key.js';
import { deriveKey, isAcceptableKdf, KDF_PARAMETERS } from './kdf.js';
import { openBytes, resealBytes, sealBytes } from '../sealing/seal.js';
import { isSettablePassword, openVault, parseVault, sealVault, withoutRetiring } from './vault.js';

const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 };
const PASSWORD = 'correct horse battery';

describe('the password derivation', () => {
  it('is Argon2id as RFC 9106 §5.3 defines it', async () => {
    const tag = await argon2.hash(Buffer.alloc(32, 1), {
      type: argon2.argon2id,
      raw: true,
      salt: Buffer.alloc(16, 2),
      secret: Buffer.alloc(8, 3),
      associatedData: Buffer.alloc(12, 4),
      timeCost: 3,
      memoryCost: 32,
      parallelism: 4,
      hashLength: 32,
    });
    expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
  });

  it('gives the reference value for a password and a salt', async () => {
    const key = await deriveKey('password', Buffer.from('somesalt'), { memoryKiB: 65_536, passes: 2, lanes: 1 });
    expect(key.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
  });

  it('uses 64 MiB, three passes and four lanes, and refuses stored costs that would exhaust the machine', () => {
    expect(KDF_PARAMETERS).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 4 });
    expect(isAcceptableKdf(KDF_PARAMETERS)).toBe(true);
    expect(isAcceptableKdf({ memoryKiB: 8_388_608, passes: 3, lanes: 4 })).toBe(false);
    expect(isAcceptableKdf({ memoryKiB: 65_536, passes: 99, lanes: 4 })).toBe(false);
    expect(isAcceptableKdf({ memoryKiB: 8, passes: 1, lanes: 4 })).toBe(false);
  });
});

describe('a vault', () => {
  it('opens with its password and no other, with the same data key', async () => {
    const dataKey = DataKey.random(3);
    const vault = parseVault(await sealVault(dataKey, PASSWORD, 'chosen', CHEAP));
    const opened = await openVault(vault, PASSWORD);
    expect(opened?.secret()).toEqual(dataKey.secret());
    expect(opened?.generation).toBe(3);
    for (const wrong of ['', 'correct horse batter', `${PASSWORD} `, 'x'.repeat(2000)]) {
      expect(await openVault(vault, wrong)).toBeUndefined();
    }
  });

  it('carries its costs, generation and origin readably', async () => {
    const text = await sealVault(DataKey.random(7), PASSWORD, 'provisioned');
    expect(text).toMatch(/^wvault\.1\.7\.provisioned\.argon2id\.m=65536,t=3,p=4\.[\w-]{22}\.[\w-]{16}\.[\w-]{64}$/);
    expect(parseVault(text)).toMatchObject({ generation: 7, origin: 'provisioned' });
  });

  it('never repeats salt or nonce', async () => {
    const dataKey = DataKey.random(1);
    const [first, second] = await Promise.all([1, 2].map(() => sealVault(dataKey, PASSWORD, 'chosen', CHEAP)));
    const tail = (text = ''): string[] => text.split('.').slice(6);
    expect(tail(first).filter((part) => tail(second).includes(part))).toEqual([]);
  });

  it('does not open after any change of its text', async () => {
    const text = await sealVault(DataKey.random(1), PASSWORD, 'chosen', CHEAP);
    const changed = fc
      .tuple(fc.nat(text.length - 1), fc.constantFrom(...'Aa09-_.,=mtp'))
      .map(([at, char]) => text.slice(0, at) + char + text.slice(at + 1));
    await fc.assert(
      fc.asyncProperty(changed, async (other) => {
        fc.pre(other !== text);
        const refusal = await refusalOf(() => parseVault(other));
        if (refusal === 'accepted') expect(await openVault(parseVault(other), PASSWORD)).toBeUndefined();
        else expect(refusal).toBe('INTERNAL_ERROR/VAULT_MALFORMED');
      }),
      { numRuns: 60 },
    );
  });

  it('cannot be passed off as one whose password somebody chose', async () => {
    const text = await sealVault(DataKey.random(1), PASSWORD, 'provisioned', CHEAP);
    expect(await openVault(parseVault(text.replace('provisioned', 'chosen')), PASSWORD)).toBeUndefined();
  });

  it('of a new generation opens both, also after its password was changed, and without the earlier one only its own', async () => {
    const first = DataKey.random(1);
    const place = { table: 'webhooks', rowId: 'w', column: 'secret' };
    const old = sealBytes(first, 'value', place, Buffer.from('kept'));
    const once = parseVault(await sealVault(DataKey.after(first), PASSWORD, 'chosen', CHEAP));
    const reopened = await openVault(once, PASSWORD);
    if (reopened === undefined) throw new Error('does not open');
    const both = parseVault(await sealVault(reopened, 'another password', 'chosen', CHEAP));
    const key = await openVault(both, 'another password');
    if (key === undefined) throw new Error('does not open');
    expect([both.generation, key.generation, key.retiring?.generation]).toEqual([2, 2, 1]);
    expect(openBytes(key, 'value', place, old).toString()).toBe('kept');
    const anew = resealBytes(key, place, old);
    expect(anew).toMatch(/^wval\.1\.2\./);
    const alone = await openVault(parseVault(withoutRetiring(both).text), 'another password');
    if (alone === undefined) throw new Error('does not open');
    expect(openBytes(alone, 'value', place, anew).toString()).toBe('kept');
    expect(await refusalOf(() => openBytes(alone, 'value', place, old))).toBe('INTERNAL_ERROR/SEAL_GENERATION');
  });

  it('does not take the earlier key of another vault, and says so only to who knows the password', async () => {
    const [mine, other] = [DataKey.after(DataKey.random(1)), DataKey.after(DataKey.random(1))];
    const [text, foreign] = await Promise.all([mine, other].map((key) => sealVault(key, PASSWORD, 'chosen', CHEAP)));
    const mixed = parseVault(`${text?.split('+')[0] ?? ''}+${foreign?.split('+')[1] ?? ''}`);
    expect(await refusalOf(() => openVault(mixed, PASSWORD))).toBe('INTERNAL_ERROR/VAULT_MALFORMED');
    expect(await openVault(mixed, 'a wrong password')).toBeUndefined();
    expect(await refusalOf(() => parseVault(`${text ?? ''}+x`))).toBe('INTERNAL_ERROR/VAULT_MALFORMED');
  });

  it.each(['', 'x', 'wvault.1.1.chosen', 'wvault.2.1.chosen.argon2id.m=64,t=1,p=1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAA.AAAA'])(
    'refuses %j as no vault',
    async (text) => {
      expect(await refusalOf(() => parseVault(text))).toBe('INTERNAL_ERROR/VAULT_MALFORMED');
    },
  );

  it('takes passwords of 12 characters to 1024 bytes', () => {
    expect(isSettablePassword('elevenchars')).toBe(false);
    expect(isSettablePassword('twelve chars')).toBe(true);
    expect(isSettablePassword('🔑'.repeat(11))).toBe(false);
    expect(isSettablePassword('🔑'.repeat(12))).toBe(true);
    expect(isSettablePassword('é'.repeat(513))).toBe(false);
  });
});

describe('a data key', () => {
  it('overwrites itself when destroyed and is of no use afterwards', () => {
    const dataKey = DataKey.random(1);
    const buffers = [dataKey.secret(), dataKey.keyFor('key'), dataKey.keyFor('value')];
    expect(new Set(buffers.map((buffer) => buffer.toString('hex'))).size).toBe(3);
    dataKey.destroy();
    for (const buffer of buffers) expect(buffer.every((byte) => byte === 0)).toBe(true);
    expect(() => dataKey.keyFor('key')).toThrow('destroyed');
  });

  it('of the next generation outlives the one before, and forgets its copy of it', () => {
    const first = DataKey.random(4);
    const next = DataKey.after(first);
    first.destroy();
    const copy = next.retiring?.secret();
    expect(next.ofGeneration(5)).toBe(next);
    expect(next.ofGeneration(4)?.generation).toBe(4);
    expect(next.ofGeneration(3)).toBeUndefined();
    next.retire();
    expect([next.retiring, next.ofGeneration(4), copy?.every((byte) => byte === 0)]).toEqual([undefined, undefined, true]);
  });

  it('does not print', () => {
    const dataKey = DataKey.random(1);
    expect(JSON.stringify({ dataKey })).toBe('{"dataKey":"[redacted]"}');
  });
});
