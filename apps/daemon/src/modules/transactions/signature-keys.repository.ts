import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { openAnswer, sealAnswer } from '../../infra/prisma/sealed-bytes.js';
import type { ReplayKey } from './replays.service.js';

export interface KnownSignature {
  readonly id: string;
  readonly status: string;
  readonly bodyHash: string;
  /** Undefined while the signature is not durable. */
  readonly answer: { readonly status: number; readonly body: unknown } | undefined;
  /** It was answered, and the answer is gone: the signature landed, or cannot any more. */
  readonly isSpent: boolean;
}

const KEPT_SECONDS = 7 * 86_400;
const ANSWER = { id: true, status: true, answerStatus: true, answerBody: true } as const;

interface Answered {
  readonly id: string;
  readonly status: string;
  readonly answerStatus: number | null;
  readonly answerBody: string | null;
}

@Injectable()
export class SignatureKeysRepository {
  constructor(private readonly database: Database) {}

  async byKey(id: string, now: number): Promise<KnownSignature | undefined> {
    const key = await this.database.client.idempotencyKey.findUnique({ where: { id } });
    if (key === null || key.createdAt < BigInt(now - KEPT_SECONDS)) return undefined;
    const row = await this.database.client.transaction.findUnique({ where: { id: key.transactionId }, select: ANSWER });
    return row === null ? undefined : this.#toKnown(row, key.bodyHash);
  }

  /** Identical requests, newest first. */
  async recent(
    tx: Tx,
    question: { readonly sessionId: string; readonly requestHash: string; readonly since: number },
  ): Promise<readonly KnownSignature[]> {
    const { sessionId, requestHash, since } = question;
    const rows = await tx.transaction.findMany({
      where: { sessionId, requestHash, origin: { in: ['sign', 'sign-message'] }, createdAt: { gt: BigInt(since) } },
      orderBy: { id: 'desc' },
      take: 64,
      select: ANSWER,
    });
    return rows.map((row) => this.#toKnown(row, ''));
  }

  async bind(tx: Tx, { id, bodyHash }: ReplayKey, transactionId: string, now: number): Promise<void> {
    const data = { bodyHash, transactionId, createdAt: BigInt(now) };
    await tx.idempotencyKey.upsert({ where: { id }, create: { id, ...data }, update: data });
  }

  async deny(tx: Tx, id: string, body: unknown): Promise<void> {
    await tx.transaction.update({ where: { id }, data: { answerStatus: 403, answerBody: sealAnswer(tx, id, body) } });
  }

  #toKnown({ id, status, answerStatus, answerBody }: Answered, bodyHash: string): KnownSignature {
    const body = openAnswer(this.database.client, id, answerBody);
    const answer = answerStatus === null || body === undefined ? undefined : { status: answerStatus, body };
    return { id, status, bodyHash, answer, isSpent: answerStatus !== null && answer === undefined };
  }
}
