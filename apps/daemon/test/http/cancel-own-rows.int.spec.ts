import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '../../src/common/auth/actor.js';
import { UuidV7Source } from '../../src/common/time/id-source.js';
import { DecisionsService } from '../../src/modules/transactions/decisions.service.js';
import { startHarness, type TestDaemon } from './harness.js';

const APPROVAL = { by: 'owner', at: 1, lapsesAt: 2_000_000_000, requestHash: 'ab'.repeat(32), operations: [], usdMicros: null };

const ids = new UuidV7Source();
let daemon: TestDaemon;
let decisions: DecisionsService;
let mine: { readonly id: string; readonly walletId: string };

beforeAll(async () => {
  daemon = await startHarness({ isWhole: true });
  decisions = daemon.get(DecisionsService);
  mine = await daemon.session();
});
afterAll(() => daemon.close());

async function waiting(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = ids.next();
  await daemon.database.transaction((tx) =>
    tx.transaction.create({
      data: {
        id,
        walletId: mine.walletId,
        sessionId: mine.id,
        origin: 'send',
        type: 'TRANSFER',
        status: 'QUEUED',
        waitReason: 'GAS',
        expiresAt: 4_000_000_000n,
        chain: 'solana',
        network: 'solana-devnet',
        request: '{"gasCondition":{"maxGasPrice":"1","timeout":60}}',
        requestHash: APPROVAL.requestHash,
        decision: '{}',
        policySetVersion: 1,
        createdAt: 1n,
        updatedAt: 1n,
        ...over,
      },
    }),
  );
  return id;
}

const session = (sessionId = mine.id): Actor => ({
  ...{ kind: 'session', sessionId, walletIds: [mine.walletId], tokenId: 't', isUnderRetiringSecret: false },
  clientAddress: '192.0.2.7',
});
const statusOf = async (id: string) => (await daemon.database.client.transaction.findUnique({ where: { id } }))?.status;

it('lets a session take back what it asked for, and says from where it did', async () => {
  const id = await waiting();
  await decisions.cancel(session(), id);
  expect(await statusOf(id)).toBe('CANCELLED');
  const rows = await daemon.database.client.auditLog.findMany({ where: { txId: id } });
  expect(rows).toMatchObject([{ eventType: 'TX_CANCELLED', ipAddress: '192.0.2.7' }]);
});

// Judged under the lock and not before: an owner's yes that comes in between the look and the cancel counts.
it.each([
  ['an owner has said yes to by now', { approval: JSON.stringify(APPROVAL), approvedBy: 'owner', approvedAt: 1n }],
  ['is a withdrawal', { origin: 'withdraw' }],
  ['another session asked for', { sessionId: null }],
])('keeps a session from cancelling what %s', async (_, over) => {
  const id = await waiting(over);
  await expect(decisions.cancel(session(), id)).rejects.toMatchObject({ code: 'TX_ACCESS_DENIED' });
  expect(await statusOf(id)).toBe('QUEUED');
  await decisions.cancel({ kind: 'master', via: 'header', clientAddress: '127.0.0.1' }, id);
  expect(await statusOf(id)).toBe('CANCELLED');
});
