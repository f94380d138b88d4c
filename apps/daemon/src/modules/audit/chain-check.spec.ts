import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { auditHeadText, canonicalJson } from '@waiaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_GENESIS, auditHash, type AuditHead, type HashedAuditRow } from './audit-chain.js';
import { type AuditVerdict, ChainCheck, type ChainExpectations } from './chain-check.js';
import type { SignedHead } from './signed-head.js';

const LENGTH = 12;
const { privateKey } = generateKeyPairSync('ed25519');

function signed({ id, hash }: AuditHead, key = privateKey): SignedHead {
  const text = auditHeadText({ id, hash, at: 7 });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  return { id, hash, signedAt: 7, publicKey, signature: sign(null, Buffer.from(text), key).toString('hex') };
}

/** Rows that follow one another; the last argument changes rows before they are hashed. */
function chain(length = LENGTH, from: AuditHead = AUDIT_GENESIS): HashedAuditRow[] {
  const rows: HashedAuditRow[] = [];
  let previous = from;
  for (let step = 1; step <= length; step += 1) {
    const row = {
      id: previous.id + 1,
      timestamp: 1000 + step,
      eventType: 'WALLET_CREATED',
      actor: 'master',
      walletId: null,
      sessionId: 'a session',
      txId: null,
      details: canonicalJson({ step }),
      severity: 'info',
      ipAddress: '127.0.0.1',
      prevHash: previous.hash,
    };
    const hash = auditHash(row);
    rows.push({ ...row, hash });
    previous = { id: row.id, hash };
  }
  return rows;
}

function verdictOf(rows: readonly HashedAuditRow[], expectations: Partial<ChainExpectations> = {}): AuditVerdict {
  const check = new ChainCheck({ signedHeads: [], ...expectations });
  for (const row of rows) if (!check.take(row)) break;
  return check.verdict({ isOpenEnded: true });
}

const whole = chain();
const head = whole.at(-1) ?? AUDIT_GENESIS;
const anyRow = fc.integer({ min: 1, max: LENGTH });
const at = (rows: readonly HashedAuditRow[], id: number): HashedAuditRow => {
  const row = rows[id - 1];
  if (row === undefined) throw new Error('no such row');
  return row;
};

describe('a chain', () => {
  it('that was left alone is whole, from its beginning or from a row that is known', () => {
    expect(verdictOf(whole, { signedHeads: [signed(at(whole, 4)), signed(head)] })).toEqual({
      ok: true,
      checked: LENGTH,
      firstId: 1,
      lastId: LENGTH,
      lastHash: head.hash,
      brokenAt: null,
      checkpoints: 2,
    });
    expect(verdictOf(whole.slice(5), { before: at(whole, 5) })).toMatchObject({ ok: true, firstId: 6, checked: LENGTH - 5 });
    expect(verdictOf([])).toMatchObject({ ok: true, checked: 0, lastId: null });
  });

  it('shows a change of any member of any row', () => {
    const members = Object.keys(at(whole, 1)) as (keyof HashedAuditRow)[];
    fc.assert(
      fc.property(anyRow, fc.constantFrom(...members), (id, member) => {
        const changed = whole.map((row) =>
          row.id === id ? { ...row, [member]: typeof row[member] === 'number' ? row[member] + 1 : 'other' } : row,
        );
        const { brokenAt } = verdictOf(changed);
        expect(brokenAt).toBe(id);
      }),
    );
  });

  it('shows a row that was taken out, put in twice or moved', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (id, other) => {
        const without = whole.filter((row) => row.id !== id);
        // Taking out the last one is cutting off the end, which only a signed head shows.
        expect(verdictOf(without, { signedHeads: [signed(head)] }).brokenAt).toBe(id);
        expect(verdictOf([...whole.slice(0, id), ...whole.slice(id - 1)]).brokenAt).toBe(id + 1);
        if (id === other) return;
        const swapped = whole.map((row) => at(whole, row.id === id ? other : row.id === other ? id : row.id));
        expect(verdictOf(swapped).brokenAt).toBe(Math.min(id, other));
      }),
    );
  });

  it('whose end was cut off, or rewritten from some row on, is not what was signed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LENGTH - 1 }), (kept) => {
        const rest = whole.slice(0, kept);
        expect(verdictOf(rest, { signedHeads: [signed(head)] }).brokenAt).toBe(kept + 1);
        expect(verdictOf(rest, { anchors: [head] }).brokenAt).toBe(kept + 1);
        const forged = chain(LENGTH - kept, { id: kept, hash: rest.at(-1)?.hash ?? AUDIT_GENESIS.hash }).map((row) => ({
          ...row,
          severity: 'warning',
        }));
        const rewritten = rehash(forged, rest.at(-1)?.hash ?? AUDIT_GENESIS.hash);
        expect(verdictOf([...rest, ...rewritten]).ok).toBe(true);
        expect(verdictOf([...rest, ...rewritten], { signedHeads: [signed(head)] }).brokenAt).toBe(LENGTH);
        expect(verdictOf([...rest, ...rewritten], { anchors: [head] }).brokenAt).toBe(LENGTH);
      }),
    );
  });

  it('is not vouched for by another key, another time or no real signature', () => {
    const other = signed(head, generateKeyPairSync('ed25519').privateKey);
    const { publicKey } = signed(head);
    for (const forged of [other, { ...signed(head), signedAt: 8 }, { ...signed(head), signature: 'xx' }]) {
      expect(verdictOf(whole, { signedHeads: [forged], publicKey }).brokenAt).toBe(LENGTH);
    }
    expect(verdictOf(whole, { signedHeads: [signed(at(whole, 3)), other] }).brokenAt).toBe(LENGTH);
  });
});

function rehash(rows: readonly HashedAuditRow[], before: string): HashedAuditRow[] {
  let prevHash = before;
  return rows.map((row) => {
    const next = { ...row, prevHash };
    const hash = auditHash(next);
    prevHash = hash;
    return { ...next, hash };
  });
}
