import { Injectable } from '@nestjs/common';
import type { NetworkName, Tier } from '@waiaas/core';
import type {
  AttemptUpdate,
  HandedOut,
  MadeSignature,
  NewSignature,
  SignatureRequest,
  SignatureRow,
  StoredDecision,
  Transition,
} from '@waiaas/pipeline';
import type { Prisma, Transaction } from '../../infra/prisma/generated/client.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { guardOf } from '../../infra/prisma/statements.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { openAnswer, sealAnswer, withBytes } from '../../infra/prisma/sealed-bytes.js';
import { updateAttempts } from './attempt-updates.repository.js';
import { DenialsRepository } from './denials.repository.js';
import { newLedgerColumns } from './new-transaction.columns.js';
import { refusedSignature } from './refused-request.js';
import { freeNonces } from './reservations.repository.js';
import { toAttemptRow, toTransactionRow } from './rows.repository.js';
import { landingColumns, signatureColumns, signatureNonceColumns } from './signature.columns.js';
import { SignatureTrail } from './signature.trail.js';
import { isSystemLocked, sessionSnapshot } from './snapshots.repository.js';
import { TransitionRepository } from './transition.repository.js';

const ORIGINS = ['sign', 'sign-message'];
/** The signature itself, and what was sent to void it. */
const FOLLOWED = ['SIGNED', 'BROADCAST', 'MINED'];

type Closed = 'INTEGRITY_VIOLATION' | 'SESSION_REVOKED' | 'SYSTEM_LOCKED' | 'WALLET_SUSPENDED' | 'WALLET_TERMINATED';
export type Completion = 'done' | 'answered' | Closed;

/** Signatures that are handed out: on record before they are made, and made before they are answered. */
@Injectable()
export class SignaturesRepository {
  constructor(
    private readonly database: Database,
    private readonly transitions: TransitionRepository,
    private readonly trail: SignatureTrail,
    private readonly denials: DenialsRepository,
  ) {}

  async freeNonce(tx: Tx, walletId: string, network: NetworkName, firstFree: number): Promise<number> {
    const [nonce = firstFree] = await freeNonces(tx, { walletId, network }, firstFree, 1);
    return nonce;
  }

  /** Row, reservation, nonce and trail, in the decision's transaction. False where a refusal is one too many to be kept. */
  async insert(tx: Tx, row: NewSignature, policySetVersion: number): Promise<boolean> {
    if (row.status === 'DENIED' && (await this.denials.areFull(tx, { ...row, refused: refusedSignature(row) }))) return false;
    await insertRows(tx, 'transactions', [signatureColumns(row, policySetVersion)]);
    await insertRows(tx, 'ledger_entries', newLedgerColumns({ ...row, intent: row.request }));
    if (row.landing !== undefined) {
      await insertRows(tx, 'attempts', [landingColumns(row, row.landing)]);
      await insertRows(tx, 'nonce_reservations', signatureNonceColumns(row, row.landing));
    }
    await this.trail.decided(tx, row);
    return true;
  }

  async find(id: string): Promise<{ readonly row: SignatureRow; readonly answer: unknown } | undefined> {
    const stored = await this.database.client.transaction.findUnique({ where: { id } });
    if (stored === null) return undefined;
    return { row: toSignatureRow(stored), answer: openAnswer(this.database.client, id, stored.answerBody) };
  }

  /**
   * Makes signature and answer durable, which is what permits the answer. A session, wallet or system that was closed meanwhile gets nothing:
   * the signature is forgotten, nobody has seen it.
   */
  async complete(row: SignatureRow, made: MadeSignature, answer: unknown, at: number): Promise<Completion> {
    return this.database.transaction(async (tx) => {
      const stored = await tx.transaction.findUnique({ where: { id: row.id } });
      if (stored?.status !== 'SIGNED' || stored.answerStatus !== null) return 'answered';
      const closed = await closedReason(tx, stored, at);
      if (closed !== undefined) {
        await this.#end(tx, stored, { errorCode: closed, at });
        return closed;
      }
      await tx.transaction.update({
        where: { id: row.id },
        data: { answerStatus: 200, answerBody: sealAnswer(tx, row.id, answer), txHash: made.txHash, updatedAt: BigInt(at) },
      });
      await tx.attempt.updateMany({
        where: { transactionId: row.id, state: 'RESERVED' },
        data: { state: 'SIGNED', txHash: made.watchHash, updatedAt: BigInt(at) },
      });
      await this.trail.signed(tx, stored);
      return 'done';
    });
  }

  /** Nothing is signed by a row that is not what the daemon wrote. Throws `INTEGRITY_VIOLATION`. */
  assertSound({ walletId }: SignatureRow): void {
    this.database.guard.assertSound(this.database.client, { walletId });
  }

  /** Ends a row of which nothing was signed, and gives nonce and budget back. */
  async abandon(id: string, errorCode: string, at: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const stored = await tx.transaction.findUnique({ where: { id } });
      if (stored?.status === 'SIGNED' && stored.answerStatus === null) await this.#end(tx, stored, { errorCode, at });
    });
  }

  async #end(tx: Tx, stored: Transaction, end: { readonly errorCode: string; readonly at: number }): Promise<void> {
    const { errorCode, at } = end;
    const transition: Transition = { row: toTransactionRow(stored), to: 'CANCELLED', at, actor: 'system', set: { errorCode } };
    if (!(await this.transitions.apply(tx, transition))) return;
    await tx.attempt.updateMany({
      where: { transactionId: stored.id, state: 'RESERVED' },
      data: { state: 'DROPPED', updatedAt: BigInt(at) },
    });
    await tx.nonceReservation.deleteMany({ where: { transactionId: stored.id } });
  }

  /** Decided before `before` and never answered: a crash came between. */
  async unfinished(before: number): Promise<readonly SignatureRow[]> {
    const rows = await this.database.client.transaction.findMany({
      where: {
        ...this.#unheld(),
        status: 'SIGNED',
        origin: { in: ORIGINS },
        answerStatus: null,
        createdAt: { lt: BigInt(before) },
      },
      orderBy: { id: 'asc' },
      take: 64,
    });
    return rows.map(toSignatureRow);
  }

  /** Transactions handed out on a network, after the id given. */
  async handedOut(network: NetworkName, after: string, limit: number): Promise<readonly HandedOut[]> {
    return this.#handedOut({ network, AND: { id: { gt: after } } }, limit);
  }

  /** Transactions of a wallet that were handed out, the oldest first: at a lower nonce they hold up the others. */
  async handedOutOf(walletId: string, limit: number): Promise<readonly HandedOut[]> {
    return this.#handedOut({ walletId }, limit);
  }

  async #handedOut(which: Prisma.TransactionWhereInput, limit: number): Promise<readonly HandedOut[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { ...which, ...this.#unheld(), status: 'SIGNED', origin: 'sign', answerStatus: { not: null } },
      orderBy: { id: 'asc' },
      take: limit,
      include: { attempts: { where: { state: { in: FOLLOWED } }, orderBy: { number: 'asc' } } },
    });
    return rows.flatMap(({ attempts, ...stored }) => {
      const row = toTransactionRow(stored);
      const [attempt, ...takeBacks] = withBytes(this.database.client, attempts).map(toAttemptRow);
      return attempt?.kind === 'original' ? [{ row, attempt, takeBacks, from: row.intent.from }] : [];
    });
  }

  /** What a worker may go on with. */
  #unheld(): Prisma.TransactionWhereInput {
    const { client, guard } = this.database;
    return { id: { notIn: [...guard.held(client)] } };
  }

  async networks(): Promise<readonly NetworkName[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { ...this.#unheld(), status: 'SIGNED', origin: 'sign' },
      distinct: ['network'],
      select: { network: true },
    });
    return rows.map((row) => row.network as NetworkName);
  }

  async record(updates: readonly AttemptUpdate[], transitions: readonly Transition[], at: number): Promise<void> {
    if (updates.length === 0 && transitions.length === 0) return;
    await this.database.transaction(async (tx) => {
      await updateAttempts(tx, updates, at);
      await this.transitions.applyAll(tx, transitions);
    });
  }

  /** Signatures whose fate no chain shows count as used at their deadline. */
  async closeDue(now: number): Promise<void> {
    const due = await this.database.client.transaction.findMany({
      where: {
        ...this.#unheld(),
        ...{ status: 'SIGNED', origin: 'sign-message', expiresAt: { lte: BigInt(now) }, answerStatus: { not: null } },
      },
      orderBy: { id: 'asc' },
      take: 200,
    });
    if (due.length === 0) return;
    await this.database.transaction(async (tx) => {
      for (const stored of due) {
        const at = Number(stored.expiresAt ?? now);
        await this.transitions.apply(tx, {
          ...{ row: toTransactionRow(stored), to: 'CONFIRMED', at, actor: 'system' },
          set: { finalizedAt: at },
        });
      }
    });
  }
}

async function closedReason(tx: Tx, { walletId, sessionId }: Transaction, now: number): Promise<Closed | undefined> {
  if (guardOf(tx).unsoundFor(tx, { walletId }) !== undefined) return 'INTEGRITY_VIOLATION';
  if (await isSystemLocked(tx)) return 'SYSTEM_LOCKED';
  const wallet = await tx.wallet.findUnique({ where: { id: walletId }, select: { status: true } });
  if (wallet?.status !== 'ACTIVE') return wallet?.status === 'SUSPENDED' ? 'WALLET_SUSPENDED' : 'WALLET_TERMINATED';
  if (sessionId === null || (await sessionSnapshot(tx, sessionId, walletId, now)).isUsable) return undefined;
  return 'SESSION_REVOKED';
}

function toSignatureRow(stored: Transaction): SignatureRow {
  return {
    id: stored.id,
    walletId: stored.walletId,
    status: stored.status,
    tier: stored.tier as Tier | null,
    request: JSON.parse(stored.request) as SignatureRequest,
    requestHash: stored.requestHash,
    decision: JSON.parse(stored.decision) as StoredDecision,
  };
}
