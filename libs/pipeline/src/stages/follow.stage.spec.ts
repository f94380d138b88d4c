import type { AttemptFate, AttemptParams, ChainPort } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import type { AttemptRow, TransactionRow } from '../ports/rows.js';
import { followHandedOut } from './follow.stage.js';

const SOLANA: AttemptParams = {
  kind: 'solana',
  blockhash: 'b',
  lastValidBlockHeight: 150,
  computeUnitLimit: 1,
  computeUnitPriceMicroLamports: '0',
  createsTokenAccount: false,
};

const mined = (succeeded: boolean, isFinal: boolean): AttemptFate => ({
  state: 'mined',
  blockNumber: 7,
  confirmations: 1,
  succeeded,
  isFinal,
});

async function endOf(fate: AttemptFate, params: AttemptParams = SOLANA): Promise<readonly unknown[]> {
  const chain = { fates: async () => Promise.resolve([fate]) } as unknown as ChainPort;
  const row = { id: 'tx', status: 'SIGNED' } as TransactionRow;
  const attempt = { id: 'a', txHash: 'h', nonce: null, lastValidBlockHeight: 150, blockNumber: null, params } as AttemptRow;
  const { transitions } = await followHandedOut([{ row, attempt, from: 'w' }], { chain, now: 9 });
  return transitions.map(({ to, set }) => [to, set?.errorCode ?? null, set?.finalizedAt ?? null]);
}

describe('a transaction that was handed out signed', () => {
  it('is confirmed by a final block, and failed by a final revert', async () => {
    expect(await endOf(mined(true, true))).toEqual([['CONFIRMED', null, 9]]);
    expect(await endOf(mined(false, true))).toEqual([['FAILED', 'TRANSACTION_REVERTED', 9]]);
  });

  it('keeps its budget until then', async () => {
    for (const fate of [mined(true, false), mined(false, false), { state: 'absent' }, { state: 'pending' }] as const)
      expect(await endOf(fate)).toEqual([]);
  });

  it('gives its budget back once it can no longer land', async () => {
    expect(await endOf({ state: 'dead' })).toEqual([['FAILED', 'TRANSACTION_DROPPED', null]]);
  });

  it('counts as spent where its payer could have landed it under another signature', async () => {
    expect(await endOf({ state: 'dead' }, { ...SOLANA, isPaidByOther: true })).toEqual([['CONFIRMED', null, 9]]);
  });
});
