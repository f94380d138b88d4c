import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { soundRowOf } from '../../infra/prisma/covered-sql.js';
import type { Webhook } from '../../infra/prisma/generated/client.js';
import { statementsOf } from '../../infra/prisma/statements.js';

export interface StoredWebhook {
  readonly id: string;
  readonly url: string;
  /** Empty: every event. */
  readonly events: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly afterAuditId: number;
}

export interface WebhookChange {
  readonly enabled?: boolean | undefined;
  readonly events?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly afterAuditId?: number | undefined;
}

@Injectable()
export class WebhooksRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, webhook: StoredWebhook, sealedSecret: string): Promise<void> {
    const { events, afterAuditId, createdAt, updatedAt, ...rest } = webhook;
    await tx.webhook.create({
      data: {
        ...rest,
        events: JSON.stringify(events),
        secret: sealedSecret,
        afterAuditId: BigInt(afterAuditId),
        createdAt: BigInt(createdAt),
        updatedAt: BigInt(updatedAt),
      },
    });
  }

  async find(id: string, tx: Pick<Tx, 'webhook'> = this.database.client): Promise<StoredWebhook | undefined> {
    const row = await tx.webhook.findUnique({ where: { id } });
    return row === null ? undefined : toWebhook(row);
  }

  /** Those that somebody else wrote. None is told apart while the signer is locked. */
  altered(): ReadonlySet<string> {
    const { guard, client } = this.database;
    if (!guard.seals.isOpen) return new Set();
    const rows = statementsOf(client).all(`SELECT id FROM webhooks WHERE NOT ${soundRowOf('webhooks')}`, []);
    return new Set(rows.map(({ id }) => String(id)));
  }

  /** Where to post to, and the sealed secret to sign with. */
  async addressOf(id: string): Promise<{ readonly url: string; readonly sealedSecret: string } | undefined> {
    const row = await this.database.client.webhook.findUnique({
      where: { id },
      select: { url: true, secret: true, enabled: true },
    });
    return row?.enabled === true ? { url: row.url, sealedSecret: row.secret } : undefined;
  }

  /** Oldest first. */
  async list(): Promise<readonly StoredWebhook[]> {
    const rows = await this.database.client.webhook.findMany({ orderBy: { id: 'asc' } });
    return rows.map(toWebhook);
  }

  async count(tx: Tx): Promise<number> {
    return tx.webhook.count();
  }

  async update(tx: Tx, id: string, { enabled, events, description, afterAuditId }: WebhookChange, now: number): Promise<void> {
    await tx.webhook.update({
      where: { id },
      data: {
        ...(enabled === undefined ? {} : { enabled }),
        ...(events === undefined ? {} : { events: JSON.stringify(events) }),
        ...(description === undefined ? {} : { description }),
        ...(afterAuditId === undefined ? {} : { afterAuditId: BigInt(afterAuditId) }),
        updatedAt: BigInt(now),
      },
    });
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.webhook.delete({ where: { id } });
  }
}

function toWebhook(row: Webhook): StoredWebhook {
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events) as string[],
    description: row.description,
    enabled: row.enabled,
    createdAt: Number(row.createdAt),
    updatedAt: Number(row.updatedAt),
    afterAuditId: Number(row.afterAuditId),
  };
}
