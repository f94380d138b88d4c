import { auditHeadText } from '@waiaas/core';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/refusal.js';
import { DataKey } from '../sealing/data-key.js';
import { openBytes } from '../sealing/seal.js';
import { createAuditKey, signAuditHead } from './audit-key.js';

const HEAD = { id: 18_841, hash: '9c'.repeat(32), at: 1_795_330_000 };
const PLACE = { table: 'sealed_secrets', rowId: 'audit-key', column: 'sealed' };
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

describe('the audit key', () => {
  it('signs exactly the text of a head, as another implementation confirms', () => {
    const dataKey = DataKey.random(1);
    const { blob, publicKey } = createAuditKey(dataKey);
    const signed = signAuditHead(dataKey, blob, HEAD);
    expect(signed.publicKey).toBe(publicKey);
    const text = Buffer.from(`waiaas-audit-head:v1:18841:${'9c'.repeat(32)}:1795330000`, 'utf8');
    expect(auditHeadText(HEAD)).toBe(text.toString());
    expect(nacl.sign.detached.verify(text, bytes(signed.signature), bytes(publicKey))).toBe(true);
  });

  it('is handed out by no opening of an ordinary value, and serves no other vault', async () => {
    const dataKey = DataKey.random(1);
    const { blob } = createAuditKey(dataKey);
    expect(await refusalOf(() => openBytes(dataKey, 'value', PLACE, blob))).toBe('INTERNAL_ERROR/SEAL_MALFORMED');
    expect(await refusalOf(() => openBytes(dataKey, 'value', PLACE, blob.replace('waud', 'wval')))).toBe(
      'INTERNAL_ERROR/SEAL_BROKEN',
    );
    expect(await refusalOf(() => signAuditHead(DataKey.random(1), blob, HEAD))).toBe('INTERNAL_ERROR/SEAL_BROKEN');
  });

  it.each([
    ['an id with a fraction', { ...HEAD, id: 1.5 }],
    ['a hash that holds a separator', { ...HEAD, hash: `${'9c'.repeat(31)}9:` }],
    ['a negative time', { ...HEAD, at: -1 }],
  ])('signs nothing for %s', (_name, head) => {
    const dataKey = DataKey.random(1);
    const { blob } = createAuditKey(dataKey);
    expect(() => signAuditHead(dataKey, blob, head)).toThrow(RangeError);
  });
});
