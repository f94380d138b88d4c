import { compilePolicies, POLICY_SETTINGS_DEFAULTS } from '@waiaas/policy';
import { describe, expect, it } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import { MASTER } from '../../../test/session-services.js';
import { ChangeBell } from './change-bell.js';
import { DecisionsService } from './decisions.service.js';

const PAYEE = '0x1111111111111111111111111111111111111111';
const PAYMENT = { type: 'TRANSFER', chain: 'ethereum', network: 'base-mainnet', to: PAYEE };
const INTENT = { ...PAYMENT, walletId: 'w', from: PAYEE, amount: '1' };
const FEES = { maxUsd: '1', maxNative: {}, dailyUsd: '1' };
const TIMEOUT_SECONDS = 60;

/** A yes of the master that finds the row waiting, where the chain takes so long to tell what the yes is about. */
async function approvedAfter(seconds: number): Promise<{ readonly outcome: unknown; readonly moves: number }> {
  const clock = new FixedClock();
  const decision = {
    allowed: true,
    tier: 'APPROVAL',
    operations: [{ line: `TRANSFER|ethereum|base-mainnet|-|-|${PAYEE}|-|1|-|-|-` }],
    usdMicros: null,
  };
  const stored = {
    ...{ id: 'tx', walletId: 'w', sessionId: null, origin: 'send', status: 'QUEUED', chain: 'ethereum', network: 'base-mainnet' },
    ...{ revision: 1, waitReason: 'APPROVAL', executeAt: null, expiresAt: BigInt(clock.nowSeconds() + TIMEOUT_SECONDS) },
    ...{ request: JSON.stringify(INTENT), requestHash: 'h', decision: JSON.stringify(decision), approval: null, maxFee: '0' },
    ...{ createdAt: 0n, updatedAt: 0n, finalizedAt: null, approvedAt: null, servedTier: null },
  };
  const prepared = {
    ...{ policySetVersion: 1, requestHash: 'h', prices: [], context: {}, intent: INTENT, request: { ...PAYMENT, amount: 1n } },
    facts: { fee: { maxFee: 0n, rent: 0n } },
  };
  const moves: unknown[] = [];
  const view = {
    ...{ wallet: { id: 'w', status: 'ACTIVE', ownerState: 'NONE', ownerAddress: null }, session: null, isSystemLocked: false },
    ...{ policies: compilePolicies([]), policySetVersion: 1, settings: POLICY_SETTINGS_DEFAULTS },
    history: async () => Promise.resolve([]),
    apply: async (move: unknown) => Promise.resolve(moves.push(move) > 0),
  };
  const facts = {
    untilCurrent: async (work: () => Promise<unknown>) => work(),
    gather: async () => {
      clock.advance(seconds);
      return Promise.resolve(prepared);
    },
  };
  const parts = [
    { find: async () => Promise.resolve(stored) },
    { underLock: async (_wallet: string, _session: null, work: (seen: unknown) => Promise<unknown>) => work(view) },
    facts,
    { current: () => FEES },
    new ChangeBell(),
    clock,
  ];
  const service = new DecisionsService(...(parts as unknown as ConstructorParameters<typeof DecisionsService>));
  const outcome = await service.approve(MASTER, 'tx', undefined).catch((error: unknown) => error);
  return { outcome, moves: moves.length };
}

describe('a yes to what waits for one', () => {
  it('counts as long as the wait lasts', async () => {
    const { outcome, moves } = await approvedAfter(TIMEOUT_SECONDS - 1);
    expect([outcome, moves]).toMatchObject([{ id: 'tx', status: 'EXECUTING', approvedBy: 'master' }, 1]);
  });

  it('comes too late where the wait ended while the chain was being asked', async () => {
    const { outcome, moves } = await approvedAfter(TIMEOUT_SECONDS);
    expect([outcome, moves]).toMatchObject([{ code: 'APPROVAL_TIMEOUT' }, 0]);
  });
});
