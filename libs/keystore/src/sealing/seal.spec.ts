import type { SealContext } from '@waiaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/refusal.js';
import { fromBase64Url, toBase64Url } from './base64url.js';
import { DataKey } from './data-key.js';
import { associatedData, openBytes, resealBytes, sealBytes } from './seal.js';

const HERE: SealContext = { table: 'sealed_secrets', rowId: 'jwt-1', column: 'sealed' };
const dataKey = DataKey.random(2);
const bytes = fc.uint8Array({ maxLength: 300 });
const part = fc.stringMatching(/^[A-Za-z0-9_.:/-]{1,20}$/);

describe('a sealed value', () => {
  it('opens to the same bytes in its own place', () => {
    fc.assert(
      fc.property(bytes, part, part, part, (plaintext, table, rowId, column) => {
        const place = { table, rowId, column };
        expect([...openBytes(dataKey, 'value', place, sealBytes(dataKey, 'value', place, plaintext))]).toEqual([...plaintext]);
      }),
    );
  });

  it.each([
    ['another table', { ...HERE, table: 'wallets' }],
    ['another row', { ...HERE, rowId: 'jwt-2' }],
    ['another column', { ...HERE, column: 'name' }],
  ])('does not open in %s', async (_, place) => {
    const sealed = sealBytes(dataKey, 'value', HERE, Buffer.from('secret'));
    expect(await refusalOf(() => openBytes(dataKey, 'value', place, sealed))).toBe('INTERNAL_ERROR/SEAL_BROKEN');
  });

  it('is tied to table, row, column and generation', () => {
    expect(associatedData(HERE, 2)).toBe('sealed_secrets|jwt-1|sealed|2');
  });

  it('has no two places with one name', () => {
    expect(() => associatedData({ table: 'a|b', rowId: 'c', column: 'd' }, 1)).toThrow(RangeError);
    expect(() => associatedData({ table: '', rowId: 'c', column: 'd' }, 1)).toThrow(RangeError);
  });

  it('opens under no other data key, and not as another generation', async () => {
    const sealed = sealBytes(dataKey, 'value', HERE, Buffer.from('secret'));
    expect(await refusalOf(() => openBytes(DataKey.random(2), 'value', HERE, sealed))).toBe('INTERNAL_ERROR/SEAL_BROKEN');
    expect(await refusalOf(() => openBytes(DataKey.random(3), 'value', HERE, sealed))).toBe('INTERNAL_ERROR/SEAL_GENERATION');
  });

  it('never opens as an ordinary value when it is a wallet key, even under a changed name', async () => {
    const key = sealBytes(dataKey, 'key', HERE, Buffer.from('private'));
    expect(await refusalOf(() => openBytes(dataKey, 'value', HERE, key))).toBe('INTERNAL_ERROR/SEAL_MALFORMED');
    expect(await refusalOf(() => openBytes(dataKey, 'value', HERE, key.replace('wkey', 'wval')))).toBe(
      'INTERNAL_ERROR/SEAL_BROKEN',
    );
  });

  it('does not open after any change of its text', () => {
    const sealed = sealBytes(dataKey, 'value', HERE, Buffer.from('a secret of some length'));
    return fc.assert(
      fc.asyncProperty(fc.nat(sealed.length), fc.constantFrom('', ...'Aa09-_.=+'), fc.nat(1), async (at, insert, remove) => {
        const other = sealed.slice(0, at) + insert + sealed.slice(at + remove);
        fc.pre(other !== sealed);
        const refusal = await refusalOf(() => openBytes(dataKey, 'value', HERE, other));
        expect(refusal).toMatch(/^INTERNAL_ERROR\/SEAL_(MALFORMED|GENERATION|BROKEN)$/);
      }),
    );
  });
});

describe('a value sealed anew', () => {
  it.each(['key', 'value', 'audit'] as const)('stays what it is and where it is: %s', async (purpose) => {
    const next = DataKey.after(dataKey);
    const anew = resealBytes(next, HERE, sealBytes(dataKey, purpose, HERE, Buffer.from('secret')));
    expect(openBytes(next, purpose, HERE, anew).toString()).toBe('secret');
    expect(await refusalOf(() => openBytes(dataKey, purpose, HERE, anew))).toBe('INTERNAL_ERROR/SEAL_GENERATION');
  });

  it('cannot be moved by it, nor can the key of a vault come out of it', async () => {
    const next = DataKey.after(dataKey);
    const sealed = sealBytes(dataKey, 'value', HERE, Buffer.from('secret'));
    expect(await refusalOf(() => resealBytes(next, { ...HERE, rowId: 'jwt-2' }, sealed))).toBe('INTERNAL_ERROR/SEAL_BROKEN');
    const old = sealBytes(dataKey, 'retiring', HERE, dataKey.secret());
    expect(await refusalOf(() => resealBytes(next, HERE, old))).toBe('INTERNAL_ERROR/SEAL_MALFORMED');
  });
});

describe('base64url', () => {
  it('reads what it writes and only that', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABab01-_=+/ ') }), (text) => {
        const read = fromBase64Url(text);
        if (read !== undefined) expect(toBase64Url(read)).toBe(text);
      }),
    );
    expect(fromBase64Url('QQ')).toEqual(Buffer.from('A'));
    expect(fromBase64Url('QR')).toBeUndefined();
    expect(fromBase64Url('QQ==')).toBeUndefined();
  });
});
