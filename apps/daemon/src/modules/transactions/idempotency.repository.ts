import { Injectable } from '@nestjs/common';
import { sha256Hex } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { readTwins } from '../../infra/prisma/decision-reads.js';
import { updateRows } from '../../infra/prisma/update-rows.js';

export interface StoredAnswer {
  readonly transactionId: string;
  readonly status: number;
  readonly body: unknown;
}

export interface KnownKey {
  readonly bodyHash: string;
  readonly answer: StoredAnswer;
}

const KEPT_SECONDS = 7 * 86_400;
const KEYLESS_SECONDS = 60;

/** Keys and stored answers. Written in the decision's transaction, so a crash leaves a key with its row or neither. */
@Injectable()
export class IdempotencyRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One text per principal, route and key: no part can run into the next. */
  idOf(principal: string, route: string, key: string): string {
    return sha256Hex(JSON.stringify([principal, route, key]));
  }

  async find(id: string): Promise<KnownKey | undefined> {
    const row = await this.database.client.idempotencyKey.findUnique({ where: { id } });
    if (row === null || row.createdAt < BigInt(this.clock.nowSeconds() - KEPT_SECONDS)) return undefined;
    const answer = await this.#answer(row.transactionId);
    return answer === undefined ? undefined : { bodyHash: row.bodyHash, answer };
  }

  /** Identical requests of the last minute, newest first. */
  async recentTwins(
    tx: Tx,
    sessionId: string,
    requestHash: string,
  ): Promise<readonly { readonly id: string; readonly status: string; readonly createdAt: number }[]> {
    const after = this.clock.nowSeconds() - KEYLESS_SECONDS;
    const rows = await readTwins(tx, sessionId, requestHash, after);
    return rows.map(({ id, status, created_at: createdAt }) => ({ id, status, createdAt: Number(createdAt) }));
  }

  async answerOf(tx: Tx, transactionId: string): Promise<StoredAnswer | undefined> {
    return toAnswer(await tx.transaction.findUnique({ where: { id: transactionId }, select: ANSWER }));
  }

  async store(tx: Tx, answer: StoredAnswer, key: { readonly id: string; readonly bodyHash: string } | undefined): Promise<void> {
    const columns = { answer_status: answer.status, answer_body: JSON.stringify(answer.body) };
    await updateRows(tx, 'transactions', columns, { id: answer.transactionId });
    if (key === undefined) return;
    const data = { bodyHash: key.bodyHash, transactionId: answer.transactionId, createdAt: BigInt(this.clock.nowSeconds()) };
    await tx.idempotencyKey.upsert({ where: { id: key.id }, create: { id: key.id, ...data }, update: data });
  }

  /** Forgets keys past their week. */
  async prune(): Promise<void> {
    const before = BigInt(this.clock.nowSeconds() - KEPT_SECONDS);
    await this.database.transaction(async (tx) => {
      await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
    });
  }

  async #answer(transactionId: string): Promise<StoredAnswer | undefined> {
    return toAnswer(await this.database.client.transaction.findUnique({ where: { id: transactionId }, select: ANSWER }));
  }
}

const ANSWER = { id: true, answerStatus: true, answerBody: true } as const;

function toAnswer(row: { id: string; answerStatus: number | null; answerBody: string | null } | null): StoredAnswer | undefined {
  if (row === null || row.answerStatus === null || row.answerBody === null) return undefined;
  return { transactionId: row.id, status: row.answerStatus, body: JSON.parse(row.answerBody) as unknown };
}
