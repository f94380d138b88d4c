import { compilePolicies, POLICY_SETTINGS_DEFAULTS } from '@waiaas/policy';
import { describe, expect, it } from 'vitest';
import type { LedgerView, NewTransaction } from '../../ports/ledger.port.js';
import { decideNew, OUTDATED } from '../decide.stage.js';
import type { PreparedTx } from '../prepare.stage.js';

const PAYEE = '0x1111111111111111111111111111111111111111';
const WALLET = { id: 'w', status: 'ACTIVE' };
const PAYMENT = { type: 'TRANSFER', chain: 'ethereum', network: 'base-mainnet', to: PAYEE, amount: 1n };
const PREPARED = {
  ...{ policySetVersion: 1, requestHash: 'h', prices: [], context: {}, request: PAYMENT },
  intent: { ...PAYMENT, amount: '1', walletId: 'w', from: PAYEE },
  facts: { fee: { maxFee: 0n, rent: 0n } },
} as unknown as PreparedTx;
const FEES = { maxUsd: '1', maxNative: {}, dailyUsd: '1' };

/** What is written of a payment that no SPENDING_LIMIT covers: a human is asked. */
async function written(ownerState: string, canBeApproved: boolean): Promise<NewTransaction> {
  const rows: NewTransaction[] = [];
  const view = {
    ...{ wallet: { ...WALLET, ownerState }, session: null, isSystemLocked: false },
    ...{ policies: compilePolicies([]), policySetVersion: 1, settings: POLICY_SETTINGS_DEFAULTS },
    history: async () => Promise.resolve([]),
    waiting: async () => Promise.resolve({ session: 0, wallet: 0 }),
    insert: async (row: NewTransaction) => Promise.resolve(rows.push(row) > 0),
  } as unknown as LedgerView;
  const decided = await decideNew(view, PREPARED, {
    ...{ id: 'tx', origin: 'send', sessionId: null, actor: 'session:s', ipAddress: '127.0.0.1', now: 10, feeLimits: FEES },
    canBeApproved: async () => Promise.resolve(canBeApproved),
    mostWaiting: { session: 20, wallet: 50 },
  });
  const [row] = rows;
  if (decided === OUTDATED || row === undefined) throw new Error('nothing was decided');
  return row;
}

describe('a request that waits for somebody', () => {
  it('is denied where its owner could not be asked about it', async () => {
    for (const ownerState of ['GRACE', 'LOCKED']) {
      expect(await written(ownerState, false)).toMatchObject({
        ...{ status: 'DENIED', tier: null, waitReason: null, errorCode: 'APPROVAL_TEXT_TOO_LONG', approvalReason: null },
        decision: { allowed: false, denyCode: 'APPROVAL_TEXT_TOO_LONG', suggestion: 'ask for fewer operations at once' },
      });
    }
  });

  it('waits where its text fits', async () => {
    expect(await written('LOCKED', true)).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL', tier: 'APPROVAL' });
  });

  it('waits for the master where there is no owner: the master sees the row itself', async () => {
    expect(await written('NONE', false)).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL' });
  });
});
