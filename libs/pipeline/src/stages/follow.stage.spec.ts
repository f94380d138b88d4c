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
  const { transitions } = await followHandedOut([{ row, attempt, takeBacks: [], from: 'w' }], { chain, now: 9 });
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

const EVM: AttemptParams = { kind: 'evm', gasLimit: '21000', maxFeePerGas: '1', maxPriorityFeePerGas: '1' };
const NOW = 10_000;

/** A signature made at this time, what was made to void it, and what the chain says of each. */
async function look(fates: readonly AttemptFate[], madeAt: readonly number[]) {
  const chain = { fates: async () => Promise.resolve(fates) } as unknown as ChainPort;
  const row = { id: 'tx', status: 'SIGNED' } as TransactionRow;
  const [attempt, ...takeBacks] = madeAt.map(
    (createdAt, index) =>
      ({
        id: String(index),
        number: index + 1,
        txHash: 'h',
        nonce: 3,
        params: EVM,
        createdAt,
        lastBroadcastAt: createdAt,
      }) as AttemptRow,
  );
  if (attempt === undefined) throw new Error('no attempt');
  const { updates, transitions, resend, unseen } = await followHandedOut([{ row, attempt, takeBacks, from: 'w' }], {
    chain,
    now: NOW,
  });
  return {
    ends: transitions.map(({ to, set }) => [to, set?.errorCode ?? null]),
    states: updates.map((update) => `${update.attempt.id} ${update.state}`),
    resend: resend.map(({ id }) => id),
    isUnseen: unseen.length === 1,
  };
}

const absent: AttemptFate = { state: 'absent' };
const pending: AttemptFate = { state: 'pending' };
const HOUR = 3600;

describe('the nonce of a signature that nobody sends', () => {
  it('is taken back an hour after it was given away, no second earlier, and not while a node has the signature', async () => {
    expect(await look([absent], [NOW - HOUR])).toMatchObject({ isUnseen: true, ends: [] });
    expect(await look([absent], [NOW - HOUR + 1])).toMatchObject({ isUnseen: false });
    expect(await look([pending], [NOW - HOUR])).toMatchObject({ isUnseen: false });
  });

  it('is asked for with the same bytes again where no node has them, and with new ones after another hour', async () => {
    expect(await look([absent, absent], [NOW - 2 * HOUR, NOW - 59])).toMatchObject({ resend: [], isUnseen: false });
    expect(await look([absent, absent], [NOW - 2 * HOUR, NOW - 60])).toMatchObject({ resend: ['1'], isUnseen: false });
    expect(await look([absent, pending], [NOW - 2 * HOUR, NOW - HOUR])).toMatchObject({ resend: [], isUnseen: true });
  });

  it('is free once a final block holds what voids it, and the budget with it', async () => {
    expect(await look([absent, mined(true, false)], [0, 0])).toMatchObject({ ends: [], states: ['1 MINED'] });
    expect(await look([{ state: 'dead' }, mined(true, true)], [0, 0])).toMatchObject({
      ends: [['CANCELLED', 'CANCELLED_BY_REPLACEMENT']],
      states: ['1 FINAL', '0 REPLACED'],
    });
  });

  it('is used where the signature lands after all', async () => {
    expect(await look([mined(true, true), { state: 'dead' }], [0, 0])).toMatchObject({
      ends: [['CONFIRMED', null]],
      states: ['0 FINAL', '1 REPLACED'],
    });
    expect(await look([mined(true, false), absent], [0, 0])).toMatchObject({ ends: [], resend: [], isUnseen: false });
  });
});
