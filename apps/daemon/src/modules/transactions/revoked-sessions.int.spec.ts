import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MASTER } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { SessionWalletsService } from '../sessions/session-wallets.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { DueRows } from './due-rows.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { toTransactionRow } from './rows.repository.js';
import { SignaturesRepository } from './signatures.repository.js';

const NETWORK = 'ethereum-sepolia';
const FROM = '0x52908400098527886E0F7030069857D2E4169EE7';
const LATER = 4_000_000_000n;

let daemon: WholeDaemon;
let wallet: string;
let other: string;
let ids = 0;

beforeAll(async () => {
  daemon = await startWholeDaemon();
});
afterAll(async () => daemon.close());
beforeEach(async () => {
  wallet = await storeWallet(daemon.database);
  other = await storeWallet(daemon.database);
});

const client = () => daemon.database.client;

async function created(wallets: readonly string[]): Promise<string> {
  const { session } = await daemon.get<SessionsService>(SessionsService).create({}, wallets, MASTER);
  return session.id;
}

/** A payment that waits for its delay or an approval, or that runs already. */
async function asked(sessionId: string, walletId: string, kind: object): Promise<string> {
  const id = `revoked-${String((ids += 1)).padStart(4, '0')}`;
  const request = { type: 'TRANSFER', walletId, chain: 'ethereum', network: NETWORK, from: FROM, to: FROM, amount: '1' };
  const texts = { request: JSON.stringify(request), requestHash: 'hash', decision: '{"operations":[]}', policySetVersion: 1 };
  const place = { walletId, network: NETWORK, chain: 'ethereum', origin: 'send', type: 'TRANSFER' };
  const times = { createdAt: 1n, updatedAt: 1n };
  await client().transaction.create({ data: { id, sessionId, ...place, ...texts, ...times, status: 'QUEUED', ...kind } });
  return id;
}

const DELAYED = { waitReason: 'DELAY', executeAt: LATER };
const ASKING = { waitReason: 'APPROVAL', expiresAt: LATER };

async function stateOf(id: string): Promise<readonly unknown[]> {
  const { status, errorCode, executeAt } = await client().transaction.findUniqueOrThrow({ where: { id } });
  return [status, errorCode, executeAt];
}

const CANCELLED = ['CANCELLED', 'CANCELLED_BY_MASTER', null];

describe('what a session asked for and nobody has signed', () => {
  it('ends with the session: no delay runs out for whoever had its token, and no node comes back', async () => {
    const [thief, honest] = [await created([wallet, other]), await created([wallet])];
    const waiting = [
      await asked(thief, wallet, DELAYED),
      await asked(thief, other, ASKING),
      await asked(thief, wallet, { status: 'EXECUTING' }),
    ];
    const untouched = [await asked(honest, wallet, DELAYED), await asked(thief, wallet, { status: 'SUBMITTED' })];
    await daemon.get<SessionsService>(SessionsService).revoke(thief, MASTER);
    for (const id of waiting) expect(await stateOf(id)).toEqual(CANCELLED);
    expect(await stateOf(untouched[0] ?? '')).toEqual(['QUEUED', null, LATER]);
    expect((await stateOf(untouched[1] ?? ''))[0]).toBe('SUBMITTED');
    const told = await client().auditLog.findMany({ where: { txId: { in: waiting }, eventType: 'TX_CANCELLED' } });
    expect(told.map(({ actor }) => actor)).toEqual(waiting.map(() => 'master'));
  });

  it('waits on while its session is held, and is due again when the master has cleared it', async () => {
    const session = await created([wallet]);
    const id = await asked(session, wallet, DELAYED);
    const due = daemon.get<DueRows>(DueRows);
    const row = toTransactionRow(await client().transaction.findUniqueOrThrow({ where: { id } }));
    const hold = (heldAt: bigint | null) => client().session.update({ where: { id: session }, data: { heldAt } });
    const isHeldUnderLock = () =>
      daemon.get<LedgerRepository>(LedgerRepository).underLock(wallet, session, async ({ session: seen }) => seen?.isHeld);
    expect(await due.mayRun(row)).toBe(true);
    await hold(1n);
    expect([await due.mayRun(row), await isHeldUnderLock()]).toEqual([false, true]);
    await hold(null);
    expect([await due.mayRun(row), await isHeldUnderLock()]).toEqual([true, false]);
  });

  it('ends on a wallet that is taken from the session, and on no other', async () => {
    const session = await created([wallet, other]);
    const [taken, kept] = [await asked(session, wallet, DELAYED), await asked(session, other, DELAYED)];
    await daemon.get<SessionWalletsService>(SessionWalletsService).unlink(session, wallet, MASTER);
    expect(await stateOf(taken)).toEqual(CANCELLED);
    expect(await stateOf(kept)).toEqual(['QUEUED', null, LATER]);
  });
});

describe('a signature that was being made for a session', () => {
  const MADE = { text: '0x', txHash: '0x1', watchHash: '0x1' };

  async function completed(sessionId: string): Promise<readonly unknown[]> {
    const id = await asked(sessionId, wallet, { status: 'SIGNED', origin: 'sign' });
    const row = { id, walletId: wallet } as Parameters<SignaturesRepository['complete']>[0];
    const { createdAt } = await client().session.findUniqueOrThrow({ where: { id: sessionId } });
    const now = Number(createdAt) + 1;
    const outcome = await daemon.get<SignaturesRepository>(SignaturesRepository).complete(row, MADE, { signed: true }, now);
    return [outcome, (await stateOf(id))[0]];
  }

  it('is handed out while the session can be used', async () => {
    expect(await completed(await created([wallet]))).toEqual(['done', 'SIGNED']);
  });

  it('is forgotten where the session was revoked, or the wallet taken from it, in between', async () => {
    const [revoked, unlinked] = [await created([wallet]), await created([wallet, other])];
    await daemon.get<SessionsService>(SessionsService).revoke(revoked, MASTER);
    await daemon.get<SessionWalletsService>(SessionWalletsService).unlink(unlinked, wallet, MASTER);
    for (const session of [revoked, unlinked]) expect(await completed(session)).toEqual(['SESSION_REVOKED', 'CANCELLED']);
  });
});
