import path from 'node:path';
import type { IntegrityReport } from '@waiaas/api-types';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutsideServer } from '../../../test/outside-server.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
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

const subscribe = () =>
  daemon.call('/v1/webhooks', {
    method: 'POST',
    password: FIRST_PASSWORD,
    body: { url: `${outside.url}/in`, events: ['TX_CONFIRMED'], description: 'mine' },
  });

const happen = (eventType: 'TX_CONFIRMED') =>
  daemon.database.transaction((tx) =>
    daemon.get(AuditService).append(tx, { eventType, actor: 'system', details: {}, severity: 'info' }),
  );

async function altered(): Promise<readonly string[]> {
  const { body } = await daemon.call('/v1/admin/integrity', { password: FIRST_PASSWORD });
  return (body as unknown as IntegrityReport).rows.map(({ table, id }) => `${table} ${id}`.trim());
}

const fileOf = () => new Sqlite(path.join(daemon.dataDirectory, 'data', 'waiaas.db'));

describe('a webhook', () => {
  it.each([
    ['where it is posted to', (url: string) => `UPDATE webhooks SET url = '${url}/thief'`],
    ['what it hears of', () => `UPDATE webhooks SET events = '["TX_FAILED"]'`],
    ['whether it hears at all', () => 'UPDATE webhooks SET enabled = 0'],
  ])('that somebody changed in the file hears nothing, and all of it once it is mended: %s', async (_, change) => {
    await subscribe();
    await daemon.stop();
    const file = fileOf();
    const before = file.prepare('SELECT url, events, enabled FROM webhooks').get();
    file.exec(change(outside.url));
    daemon = await startWholeDaemon({ after: daemon, settings: PRIVATE });
    await happen('TX_CONFIRMED');
    await until(async () => (await daemon.database.client.delivery.count({ where: { eventType: 'TX_CONFIRMED' } })) === 1);
    expect(await altered()).toEqual([expect.stringMatching(/^webhooks [0-9a-f-]{36}$/)]);
    expect(outside.calls).toEqual([]);
    file.prepare('UPDATE webhooks SET url = @url, events = @events, enabled = @enabled').run(before);
    file.close();
    const told = () => outside.calls.map(({ path: to, json }) => `${to} ${String(json['event'])}`);
    await until(() => {
      daemon.clock.advance(2);
      return Promise.resolve(told().includes('/in TX_CONFIRMED'));
    });
    expect(told().filter((one) => !one.startsWith('/in '))).toEqual([]);
  });

  it('that somebody took out of the file is missed, and stops nobody', async () => {
    await subscribe();
    const file = fileOf();
    file.exec('DELETE FROM webhooks');
    file.close();
    expect(await altered()).toEqual(['webhooks (set)']);
    const { guard, client } = daemon.database;
    expect(guard.unsoundFor(client, { walletId: await storeWallet(daemon.database) })).toBeUndefined();
  });
});
