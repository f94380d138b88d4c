import { createHmac } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutsideServer } from '../../../test/outside-server.js';
import { until } from '../../../test/until.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { AuditService } from '../audit/audit.service.js';

const PRIVATE = { 'webhooks.allow_private': 'true' };

let daemon: WholeDaemon;
let outside: OutsideServer;
beforeEach(async () => {
  outside = await OutsideServer.start();
  daemon = await startWholeDaemon({ settings: PRIVATE });
});
afterEach(async () => {
  outside.close();
  await daemon.close();
});

const master = (method: string, path: string, body?: unknown): Promise<Answer> =>
  daemon.call(path, { method, password: FIRST_PASSWORD, ...(body === undefined ? {} : { body }) });

async function subscribe(events: readonly string[] = ['TX_SUBMITTED', 'TX_CONFIRMED'], url = `${outside.url}/in?a=1`) {
  const { body } = await master('POST', '/v1/webhooks', { url, events, description: 'mine' });
  return { id: String(body['id']), secret: String(body['secret']) };
}

/** Something happened to a transaction. */
async function happen(eventType: 'TX_SUBMITTED' | 'TX_CONFIRMED' | 'TX_FAILED', txId: string | undefined = uuidv7()) {
  const audit = daemon.get(AuditService);
  return daemon.database.transaction((tx) =>
    audit.append(tx, {
      eventType,
      actor: 'system',
      details: { n: 1 },
      severity: 'info',
      ...(txId === undefined ? {} : { txId }),
    }),
  );
}

const pending = () => daemon.database.client.delivery.count({ where: { status: 'PENDING' } });
const logs = async (id: string, query = ''): Promise<Record<string, unknown>[]> =>
  (await master('GET', `/v1/webhooks/${id}/logs${query}`)).body['data'] as Record<string, unknown>[];
const settled = (count: number) => until(async () => (await daemon.database.client.deliveryAttempt.count()) === count);

describe('a webhook', () => {
  it('is told what happened, signed twice, with the row of the chain that says so', async () => {
    const { id, secret } = await subscribe();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    const txId = uuidv7();
    const head = await happen('TX_SUBMITTED', txId);
    const [call] = await outside.called(1);
    expect(call?.path).toBe('/in?a=1');
    expect(call?.json).toEqual({
      id: call?.headers['x-waiaas-delivery'],
      event: 'TX_SUBMITTED',
      timestamp: daemon.clock.nowSeconds(),
      data: {
        walletId: null,
        sessionId: null,
        transactionId: txId,
        actor: 'system',
        severity: 'info',
        details: { n: 1 },
        audit: head,
      },
    });
    const time = call?.headers['x-waiaas-timestamp'];
    const hmac = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
    expect(call?.headers).toMatchObject({
      'x-waiaas-event': 'TX_SUBMITTED',
      'content-type': 'application/json',
      'x-waiaas-signature': `sha256=${hmac(call?.text ?? '')}`,
      'x-waiaas-signature-v2': `t=${String(time)},v1=${hmac(`${String(time)}.${call?.text ?? ''}`)}`,
    });
    await settled(1);
    expect(await logs(id)).toMatchObject([
      { webhookId: id, eventType: 'TX_SUBMITTED', status: 'success', httpStatus: 200, attempt: 1, error: null },
    ]);
  });

  it('hears of what it asked for, of nothing before it was made, and of nothing while it is off', async () => {
    await happen('TX_SUBMITTED');
    const { id } = await subscribe(['TX_CONFIRMED']);
    await happen('TX_SUBMITTED');
    await happen('TX_CONFIRMED');
    await outside.called(1);
    await settled(1);
    expect(await master('PATCH', `/v1/webhooks/${id}`, { enabled: false })).toMatchObject({
      status: 200,
      body: { id, enabled: false, events: ['TX_CONFIRMED'], description: 'mine' },
    });
    await happen('TX_CONFIRMED');
    await master('PATCH', `/v1/webhooks/${id}`, { enabled: true, events: ['TX_CONFIRMED', 'TX_FAILED'] });
    await happen('TX_FAILED');
    const calls = await outside.called(2);
    expect(calls.map(({ json }) => json['event'])).toEqual(['TX_CONFIRMED', 'TX_FAILED']);
  });

  it('is tried again by the schedule, with the same id and body, until it takes it', async () => {
    outside.answerWith(500, 307, (response) => void response.writeHead(429, { 'retry-after': '400' }).end(), 204);
    const { id } = await subscribe();
    await happen('TX_SUBMITTED');
    await settled(1);
    for (const [attempt, pause] of [10, 60, 400].entries()) {
      daemon.clock.advance(pause);
      await settled(attempt + 2);
    }
    const calls = await outside.called(4);
    expect(new Set(calls.map(({ text }) => text)).size).toBe(1);
    expect(new Set(calls.map(({ headers }) => headers['x-waiaas-signature-v2'])).size).toBe(4);
    expect((await logs(id)).map((entry) => [entry['attempt'], entry['status'], entry['error']])).toEqual([
      [4, 'success', null],
      [3, 'failed', 'HTTP_429'],
      [2, 'failed', 'HTTP_307'],
      [1, 'failed', 'HTTP_500'],
    ]);
    expect(await logs(id, '?status=success&limit=1')).toHaveLength(1);
    expect(await pending()).toBe(0);
  });

  it('is given up after a day and more, and told again when somebody asks for it', async () => {
    outside.usual = 503;
    const { id } = await subscribe();
    await happen('TX_SUBMITTED');
    await settled(1);
    for (const [attempt, pause] of [10, 60, 300, 1800, 7200, 21_600, 86_400].entries()) {
      daemon.clock.advance(pause);
      await settled(attempt + 2);
    }
    expect(await logs(id, '?status=dead')).toMatchObject([{ attempt: 8 }]);
    expect(await pending()).toBe(0);
    outside.usual = 200;
    expect(await master('POST', `/v1/webhooks/${id}/redeliver`, {})).toEqual({ status: 200, body: { queued: 1 } });
    await settled(9);
    expect(await logs(id, '?status=success')).toHaveLength(1);
    expect((await master('POST', `/v1/webhooks/${id}/redeliver`, {})).body).toEqual({ queued: 0 });
  });

  it('that hangs keeps no other webhook waiting, nor the events of a transaction out of order', async () => {
    const hanging = await OutsideServer.start();
    hanging.usual = () => undefined;
    await subscribe([], `${hanging.url}/hang`);
    await subscribe();
    outside.answerWith(500);
    const txId = uuidv7();
    await happen('TX_SUBMITTED', txId);
    await outside.called(1);
    await happen('TX_CONFIRMED', txId);
    const other = uuidv7();
    await happen('TX_SUBMITTED', other);
    await outside.called(2);
    await until(async () => (await daemon.database.client.delivery.count({ where: { status: 'DELIVERED' } })) === 1);
    daemon.clock.advance(10);
    const calls = await outside.called(4);
    const ofFirst = calls.filter(({ text }) => text.includes(txId)).map(({ json }) => json['event']);
    expect(ofFirst).toEqual(['TX_SUBMITTED', 'TX_SUBMITTED', 'TX_CONFIRMED']);
    hanging.close();
  });

  it('is told by the next start what the last one did not get to', async () => {
    outside.usual = () => undefined;
    await subscribe();
    const head = await happen('TX_SUBMITTED');
    await outside.called(1);
    await daemon.stop();
    outside.usual = 200;
    daemon = await startWholeDaemon({ settings: PRIVATE, after: daemon });
    const calls = await outside.called(2);
    expect(calls[1]?.text).toBe(calls[0]?.text);
    expect(calls[1]?.json['data']).toMatchObject({ audit: head });
    await settled(1);
    expect(await pending()).toBe(0);
  });

  it('is told though the clock is set back a day, while the daemon runs or while nothing does', async () => {
    outside.usual = (response) => void response.writeHead(429, { 'retry-after': '3600' }).end();
    await subscribe();
    await happen('TX_SUBMITTED');
    await outside.called(1);
    await settled(1);
    outside.usual = 500;
    daemon.clock.advance(-86_400);
    await outside.called(2);
    await settled(2);
    await daemon.stop();
    outside.usual = 200;
    daemon.clock.advance(-86_400);
    daemon = await startWholeDaemon({ settings: PRIVATE, after: daemon });
    await outside.called(3);
    await settled(3);
    expect(await pending()).toBe(0);
  });

  it('is told in the order of the chain, whatever order the names of its deliveries have', async () => {
    outside.answerWith(500);
    await subscribe();
    const txId = uuidv7();
    await happen('TX_SUBMITTED', txId);
    await settled(1);
    // Named on a clock that was set back before the second one.
    await daemon.database.client.delivery.updateMany({ data: { id: 'ffff0000-0000-7000-8000-000000000000' } });
    await happen('TX_CONFIRMED', txId);
    await until(async () => (await pending()) === 2);
    daemon.clock.advance(10);
    const calls = await outside.called(3);
    expect(calls.map(({ json }) => json['event'])).toEqual(['TX_SUBMITTED', 'TX_SUBMITTED', 'TX_CONFIRMED']);
  });

  it('can be tried, and takes what still waits for it along when it goes', async () => {
    outside.usual = 500;
    const { id } = await subscribe();
    const { body } = await master('POST', `/v1/webhooks/${id}/test`);
    const [call] = await outside.called(1);
    expect(call?.json).toMatchObject({ id: body['deliveryId'], event: 'TEST' });
    await settled(1);
    expect((await master('DELETE', `/v1/webhooks/${id}`)).status).toBe(204);
    expect(await daemon.database.client.delivery.count()).toBe(0);
    expect(await master('GET', `/v1/webhooks/${id}/logs`)).toMatchObject({ status: 404, body: { code: 'WEBHOOK_NOT_FOUND' } });
    expect((await master('GET', '/v1/webhooks')).body).toEqual({ data: [] });
  });
});

describe('the routes of webhooks', () => {
  it('show the secret once and store it sealed, and leave a row for every change', async () => {
    const { id, secret } = await subscribe();
    const list = JSON.stringify((await master('GET', '/v1/webhooks')).body);
    expect(list).toContain(id);
    expect(list).not.toContain(secret);
    await master('PATCH', `/v1/webhooks/${id}`, { description: 'other' });
    await master('POST', `/v1/webhooks/${id}/test`);
    await master('POST', `/v1/webhooks/${id}/redeliver`, {});
    await master('DELETE', `/v1/webhooks/${id}`);
    const rows = await daemon.database.client.auditLog.findMany({
      where: { eventType: 'WEBHOOK_CHANGED' },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ details }) => (JSON.parse(details) as Record<string, unknown>)['change'])).toEqual([
      'created',
      'updated',
      'tested',
      'redelivered',
      'deleted',
    ]);
    expect(rows.map(({ details }) => details).join()).not.toContain('/in?a=1');
  });

  it.each([
    ['ftp://example.org/', 'url'],
    ['https://user:secret@example.org/', 'url'],
    ['https://example.org/#part', 'url'],
    ['nowhere', 'url'],
  ])('refuse the URL %s', async (url, path) => {
    const refused = await master('POST', '/v1/webhooks', { url, events: [] });
    expect(refused).toMatchObject({ status: 400, body: { details: { issues: [{ path }] } } });
  });

  it('refuse events there are not', async () => {
    const refused = await master('POST', '/v1/webhooks', { url: 'https://example.org/', events: ['TX_CONFIRMD'] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect((await master('POST', '/v1/webhooks/0198f1aa-0000-7000-8000-000000000001/test')).status).toBe(404);
  });
});

it('calls no private address unless the operator allowed it at the start', async () => {
  await daemon.close();
  daemon = await startWholeDaemon();
  expect((await master('POST', '/v1/webhooks', { url: `${outside.url}/`, events: [] })).status).toBe(400);
  const port = new URL(outside.url).port;
  const { id } = await subscribe(['TX_SUBMITTED'], `https://localhost:${port}/`);
  await happen('TX_SUBMITTED');
  await settled(1);
  expect(await logs(id)).toMatchObject([{ status: 'failed', httpStatus: null, error: 'PRIVATE_ADDRESS' }]);
  expect(outside.calls).toEqual([]);
});
