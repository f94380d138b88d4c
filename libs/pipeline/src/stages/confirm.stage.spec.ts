import { networkOf, type AttemptFate, type BroadcastResult, type ChainPort, type TransactionStatus } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import type { AttemptUpdate, ExecutionStorePort } from '../ports/execution-store.port.js';
import type { AttemptRow, TransactionRow, Transition } from '../ports/rows.js';
import { confirmNetwork, type ConfirmContext } from './confirm.stage.js';

const NETWORK = 'ethereum-sepolia';
const NOW = 1_795_330_000;

function rowOf(status: TransactionStatus): TransactionRow {
  return {
    id: 'tx',
    walletId: 'wallet',
    sessionId: null,
    origin: 'send',
    ipAddress: null,
    status,
    revision: 3,
    tier: 'INSTANT',
    servedTier: null,
    chain: 'ethereum',
    network: NETWORK,
    intent: { type: 'TRANSFER', to: '0x1', amount: '1', walletId: 'wallet', chain: 'ethereum', network: NETWORK, from: '0x2' },
    requestHash: 'hash',
    decision: {} as TransactionRow['decision'],
    policySetVersion: 1,
    usdMicros: null,
    maxFee: 1n,
    waitReason: null,
    approvalReason: null,
    executeAt: null,
    expiresAt: null,
    approval: null,
    txHash: '0xhash',
    createdAt: NOW - 60,
  };
}

function attemptOf(changes: Partial<AttemptRow> = {}): AttemptRow {
  return {
    id: 'attempt',
    transactionId: 'tx',
    walletId: 'wallet',
    network: NETWORK,
    number: 1,
    kind: 'original',
    state: 'BROADCAST',
    outcome: 'known',
    nonce: 7,
    lastValidBlockHeight: null,
    params: { kind: 'evm', gasLimit: '21000', maxFeePerGas: '1', maxPriorityFeePerGas: '1' },
    raw: '0xraw',
    txHash: '0xhash',
    lastBroadcastAt: NOW - 60,
    blockNumber: null,
    createdAt: NOW - 60,
    ...changes,
  };
}

const mined = (changes: Partial<AttemptFate & { state: 'mined' }> = {}): AttemptFate => ({
  state: 'mined',
  blockNumber: 90,
  confirmations: 1,
  succeeded: true,
  isFinal: false,
  ...changes,
});

interface Seen {
  readonly updates: readonly AttemptUpdate[];
  readonly transitions: readonly Transition[];
  readonly sent: readonly string[];
  readonly retried: readonly string[];
}

async function look(
  row: TransactionRow,
  attempts: readonly [AttemptRow, AttemptFate][],
  options: { confirmations?: number; height?: number } = {},
): Promise<Seen> {
  const updates: AttemptUpdate[] = [];
  const transitions: Transition[] = [];
  const sent: string[] = [];
  const store = {
    unsettled: () => Promise.resolve([{ row, attempts: attempts.map(([attempt]) => attempt), from: '0x2' }]),
    record: (some: readonly AttemptUpdate[], more: readonly Transition[]) => {
      updates.push(...some);
      transitions.push(...more);
      return Promise.resolve();
    },
  } as unknown as ExecutionStorePort;
  const chain = {
    network: networkOf(NETWORK),
    head: () => Promise.resolve({ height: options.height ?? 100, isHealthy: true }),
    fates: () => Promise.resolve(attempts.map(([, fate]) => fate)),
    broadcast: (raw: string): Promise<BroadcastResult> => {
      sent.push(raw);
      return Promise.resolve({ outcome: 'accepted' });
    },
  } as unknown as ChainPort;
  const context: ConfirmContext = {
    chain,
    store,
    clock: { nowSeconds: () => NOW },
    confirmations: options.confirmations ?? 1,
    scope: 'all',
    resend: { acceptedSeconds: 15, unknownSeconds: 2 },
    maxAttempts: 3,
    gapSeconds: 60,
    stuckSeconds: 60,
  };
  const { retry } = await confirmNetwork(context, NETWORK);
  return { updates, transitions, sent, retried: retry.map(({ id }) => id) };
}

describe('confirming what was sent', () => {
  it('confirms at the depth of the network and not before', async () => {
    const shallow = await look(rowOf('SUBMITTED'), [[attemptOf(), mined()]], { confirmations: 2 });
    expect(shallow.transitions).toEqual([]);
    const deep = await look(rowOf('SUBMITTED'), [[attemptOf(), mined({ confirmations: 2 })]], { confirmations: 2 });
    expect(deep.transitions).toMatchObject([{ to: 'CONFIRMED', set: { txHash: '0xhash', finalizedAt: null } }]);
  });

  it('settles for good at finality', async () => {
    const { transitions, updates } = await look(rowOf('CONFIRMED'), [
      [attemptOf({ state: 'MINED', blockNumber: 90 }), mined({ isFinal: true })],
    ]);
    expect(transitions).toMatchObject([{ to: 'CONFIRMED', set: { finalizedAt: NOW } }]);
    expect(updates).toMatchObject([{ state: 'FINAL' }]);
  });

  it('fails a revert at finality only', async () => {
    const early = await look(rowOf('SUBMITTED'), [[attemptOf(), mined({ succeeded: false, confirmations: 5 })]]);
    expect(early.transitions).toEqual([]);
    const final = await look(rowOf('SUBMITTED'), [[attemptOf(), mined({ succeeded: false, isFinal: true })]]);
    expect(final.transitions).toMatchObject([{ to: 'FAILED', set: { errorCode: 'TRANSACTION_REVERTED' } }]);
  });

  it('takes a confirmed row back when its block is gone, and sends the same bytes again', async () => {
    const attempt = attemptOf({ state: 'MINED', blockNumber: 90 });
    const { transitions, sent } = await look(rowOf('CONFIRMED'), [[attempt, { state: 'absent' }]]);
    expect(transitions).toMatchObject([{ to: 'SUBMITTED' }]);
    expect(sent).toEqual(['0xraw']);
  });

  it('does not take a node that lags behind the block for a reorganisation', async () => {
    const attempt = attemptOf({ state: 'MINED', blockNumber: 90 });
    const { transitions, sent } = await look(rowOf('CONFIRMED'), [[attempt, { state: 'absent' }]], { height: 89 });
    expect(transitions).toEqual([]);
    expect(sent).toEqual([]);
  });

  it('sends absent bytes again when they are due, and leaves those that wait in a mempool', async () => {
    expect((await look(rowOf('SUBMITTED'), [[attemptOf(), { state: 'absent' }]])).sent).toEqual(['0xraw']);
    expect((await look(rowOf('SUBMITTED'), [[attemptOf({ lastBroadcastAt: NOW - 1 }), { state: 'absent' }]])).sent).toEqual([]);
    expect((await look(rowOf('SUBMITTED'), [[attemptOf(), { state: 'pending' }]])).sent).toEqual([]);
  });

  it('asks for new bytes only when every attempt is dead', async () => {
    const both = await look(rowOf('SUBMITTED'), [
      [attemptOf(), { state: 'dead' }],
      [attemptOf({ id: 'second', number: 2 }), { state: 'absent' }],
    ]);
    expect(both.retried).toEqual([]);
    const dead = await look(rowOf('SUBMITTED'), [[attemptOf(), { state: 'dead' }]]);
    expect(dead.retried).toEqual(['tx']);
    expect(dead.updates).toMatchObject([{ state: 'DROPPED' }]);
    expect(dead.transitions).toEqual([]);
  });

  it('asks for new bytes at every look until there are some', async () => {
    expect((await look(rowOf('SUBMITTED'), [])).retried).toEqual(['tx']);
    expect((await look(rowOf('CONFIRMED'), [])).retried).toEqual([]);
  });

  it('gives up after the last attempt is proven dead', async () => {
    const { transitions, retried } = await look(rowOf('SUBMITTED'), [[attemptOf({ number: 3 }), { state: 'dead' }]]);
    expect(transitions).toMatchObject([{ to: 'FAILED', set: { errorCode: 'TRANSACTION_DROPPED' } }]);
    expect(retried).toEqual([]);
  });

  it('ends as CANCELLED when the cancelling replacement is final', async () => {
    const { transitions } = await look(rowOf('SUBMITTED'), [[attemptOf({ kind: 'cancel' }), mined({ isFinal: true })]]);
    expect(transitions).toMatchObject([{ to: 'CANCELLED', set: { errorCode: 'CANCELLED_BY_REPLACEMENT' } }]);
  });
});
