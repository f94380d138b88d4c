import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Logger } from '../../common/logging/logger.js';
import { UuidV7Source } from '../../common/time/id-source.js';
import { auditOver } from '../../../test/audit-over.js';
import { FixedClock } from '../../../test/fixed-clock.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { AuditService } from '../audit/audit.service.js';
import { DeliveriesRepository, type DeliveryStatus } from './deliveries.repository.js';
import { DeliveryAttemptsRepository } from './delivery-attempts.repository.js';
import { DeliveryBook } from './delivery-book.service.js';
import { DeliveryWorker } from './delivery-worker.service.js';
import { OutboxCursorRepository } from './outbox-cursor.repository.js';
import { Outbox } from './outbox.service.js';
import type { Delivery, NewDelivery, Outcome, OutboxSubscriber } from './outbox-subscriber.port.js';

const LAST_TRY = 1000;
const LOG = new Logger('fatal');
const ids = new UuidV7Source();

let temporary: TemporaryDatabase;
let clock: FixedClock;
let audit: AuditService;
let deliveries: DeliveriesRepository;
let cursor: OutboxCursorRepository;
let outbox: Outbox;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  clock = new FixedClock();
  audit = auditOver(temporary.database, clock);
  deliveries = new DeliveriesRepository(temporary.database);
  cursor = new OutboxCursorRepository(temporary.database);
  outbox = makeOutbox();
  await outbox.read();
});
afterEach(async () => temporary.drop());

const client = () => temporary.database.client;
const makeOutbox = () => new Outbox(temporary.database, audit, cursor, deliveries, clock, LOG);
const makeBook = () =>
  new DeliveryBook(temporary.database, deliveries, new DeliveryAttemptsRepository(temporary.database), audit, ids, clock);

function newDelivery(auditId: number, id = ids.next()): NewDelivery {
  return {
    ...{ id, kind: 'channel', target: 'telegram', auditId, eventType: 'POLICY_DENIED', walletId: null, lane: null },
    ...{ isUrgent: true, payload: '{}', dueAt: clock.nowSeconds() },
  };
}

class Subscriber implements OutboxSubscriber {
  readonly kind = 'channel';
  readonly concurrency = 4;
  idOf = (): string => ids.next();
  deliver: (group: readonly Delivery[]) => Promise<Outcome> = async () => ({ kind: 'delivered' });

  async hasTargets(): Promise<boolean> {
    return true;
  }

  async deliveriesFor(rows: readonly { readonly id: number }[]): Promise<readonly NewDelivery[]> {
    return rows.map((row) => newDelivery(row.id, this.idOf()));
  }

  group(due: readonly Delivery[]): readonly (readonly Delivery[])[] {
    return due.map((delivery) => [delivery]);
  }
}

const happen = () =>
  temporary.database.transaction((tx) =>
    audit.append(tx, { eventType: 'POLICY_DENIED', actor: 'system', details: {}, severity: 'critical' }),
  );

/** A delivery as it stands, tried so often that the next failure is the last. */
async function storedAs(status: DeliveryStatus): Promise<Delivery> {
  const delivery = { ...newDelivery(1), attempts: LAST_TRY };
  await temporary.database.transaction((tx) => deliveries.insert(tx, [delivery], clock.nowSeconds()));
  await client().delivery.update({ where: { id: delivery.id }, data: { status } });
  return delivery;
}
const rowOf = (id: string) => client().delivery.findUnique({ where: { id } });
const statusOf = async ({ id }: Delivery) => (await rowOf(id))?.status;
const failed = (delivery: Delivery) => ({ delivery, outcome: { kind: 'failed', error: 'HTTP_500' }, durationMs: 1 }) as const;
const mournings = async () =>
  (await audit.list({}, { limit: 100 })).filter(({ eventType }) => eventType === 'NOTIFICATION_TOTAL_FAILURE').length;

describe('the place in the chain', () => {
  it('moves only from where whoever moves it has read', async () => {
    const from = await cursor.read();
    const move = (expected: number | undefined, to: number) =>
      temporary.database.transaction((tx) => cursor.move(tx, expected, to, 1));
    expect([await move(undefined, 7), await move(5, 7)]).toEqual([false, false]);
    expect(await cursor.read()).toBe(from);
    expect([await move(from, 7), await move(from, 9)]).toEqual([true, false]);
    expect(await cursor.read()).toBe(7);
  });

  it('moves once where two read the same rows, and so they are told of once', async () => {
    await happen();
    await happen();
    const other = makeOutbox();
    for (const each of [outbox, other]) each.register(new Subscriber());
    await Promise.all([outbox.read(), other.read()]);
    expect((await client().delivery.findMany()).map(({ auditId }) => auditId).sort()).toEqual([1n, 2n]);
  });

  it('stays where what was made of the rows cannot be written, and they are read again', async () => {
    const from = await cursor.read();
    const subscriber = new Subscriber();
    outbox.register(subscriber);
    const taken = await storedAs('DELIVERED');
    subscriber.idOf = () => taken.id;
    await happen();
    await expect(outbox.read()).rejects.toThrow();
    expect(await cursor.read()).toBe(from);
    subscriber.idOf = () => 'free';
    await outbox.read();
    expect(await rowOf('free')).toMatchObject({ status: 'PENDING', auditId: 1n });
  });
});

describe('a delivery that was made, or given up', () => {
  it.each(['DELIVERED', 'DEAD'] as const)('stays %s, whoever comes late with another end of it', async (status) => {
    const delivery = await storedAs(status);
    const change = { id: delivery.id, attempts: 1, dueAt: 1, error: null };
    for (const late of ['PENDING', 'DELIVERED', 'DEAD'] as const) {
      const isMine = await temporary.database.transaction((tx) => deliveries.change(tx, { ...change, status: late }, 1));
      expect([isMine, await statusOf(delivery)]).toEqual([false, status]);
    }
  });

  it('is neither put off nor made due', async () => {
    const delivery = await storedAs('DELIVERED');
    const before = await rowOf(delivery.id);
    await deliveries.defer([{ id: delivery.id, dueAt: 5 }]);
    await deliveries.pullFromFuture(1);
    expect(await rowOf(delivery.id)).toEqual(before);
  });

  it('is mourned once', async () => {
    const delivery = await storedAs('PENDING');
    const book = makeBook();
    await book.record([failed(delivery)]);
    expect([await statusOf(delivery), await mournings()]).toEqual(['DEAD', 1]);
    await book.record([failed(delivery)]);
    expect(await mournings()).toBe(1);
  });

  it('is put in line again only where it was given up', async () => {
    const [made, dead] = [await storedAs('DELIVERED'), await storedAs('DEAD')];
    expect(await temporary.database.transaction((tx) => outbox.redeliver(tx, { kind: 'channel' }))).toBe(1);
    expect([await statusOf(made), await statusOf(dead)]).toEqual(['DELIVERED', 'PENDING']);
  });
});

describe('a delivery still to be made', () => {
  it('is not cleaned away, however old', async () => {
    const [waiting, made] = [await storedAs('PENDING'), await storedAs('DELIVERED')];
    await temporary.database.transaction((tx) => deliveries.prune(tx, clock.nowSeconds() + 10));
    expect([await statusOf(waiting), await statusOf(made)]).toEqual(['PENDING', undefined]);
  });

  it('is under way once, however often it is looked for', async () => {
    const delivery = await storedAs('PENDING');
    const subscriber = new Subscriber();
    outbox.register(subscriber);
    const told: string[] = [];
    let answer: (outcome: Outcome) => void = () => undefined;
    subscriber.deliver = (group) => {
      told.push(...group.map(({ id }) => id));
      return new Promise((resolve) => (answer = resolve));
    };
    const worker = new DeliveryWorker(outbox, deliveries, makeBook(), clock, LOG);
    await worker.start();
    await worker.start();
    await worker.start();
    expect(told).toEqual([delivery.id]);
    answer({ kind: 'delivered' });
    await worker.stop();
    expect(await statusOf(delivery)).toBe('DELIVERED');
  });
});
