import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutsideServer } from '../../../test/outside-server.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { type AuditEntry, AuditService, type HashedAuditRow } from '../audit/audit.service.js';
import { Outbox } from './outbox.service.js';
import type { DeliveryKind } from './outbox-subscriber.port.js';

let daemon: WholeDaemon;
let outside: OutsideServer;
beforeEach(async () => {
  outside = await OutsideServer.start();
  outside.usual = (response) => void response.end('{"ok":true}');
  daemon = await startWholeDaemon({
    settings: {
      'webhooks.allow_private': 'true',
      'notifications.allow_private': 'true',
      'notifications.telegram_url': outside.url,
      'notifications.telegram_bot_token': '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      'notifications.telegram_chat_id': '42',
    },
  });
});
afterEach(async () => {
  outside.close();
  await daemon.close();
});

/** As somebody with an editor. */
function write(sql: string): void {
  const file = new Sqlite(path.join(daemon.dataDirectory, 'data', 'waiaas.db'));
  file.exec(sql);
  file.close();
}

const subscribe = () =>
  daemon.call('/v1/webhooks', {
    method: 'POST',
    password: FIRST_PASSWORD,
    body: { url: `${outside.url}/hook`, events: ['POLICY_DENIED'] },
  });
const happen = (entry: Partial<AuditEntry>) =>
  daemon.database.transaction((tx) =>
    daemon
      .get(AuditService)
      .append(tx, { eventType: 'POLICY_DENIED', actor: 'system', details: {}, severity: 'warning', ...entry }),
  );
const deliveries = (kind: DeliveryKind) =>
  daemon.database.client.delivery.findMany({ where: { kind, eventType: 'POLICY_DENIED' }, orderBy: { id: 'asc' } });
const toldBy = (route: string) =>
  outside.calls
    .filter((call) => call.path.startsWith(route))
    .map((call) => call.text)
    .join('\n');

const ZEROS = '0'.repeat(64);

describe('a row of the chain that somebody damaged', () => {
  const ROW: HashedAuditRow = {
    ...{ id: 1, timestamp: 1, eventType: 'POLICY_DENIED', actor: 'system', walletId: null, sessionId: null, txId: null },
    ...{ details: '{}', severity: 'critical', ipAddress: null, prevHash: ZEROS, hash: ZEROS },
  };

  it.each(['webhook', 'channel'] as const)('is told all the same by a %s, and so is the one behind it', async (kind) => {
    await subscribe();
    const subscriber = daemon.get(Outbox).subscriber(kind);
    for (const damage of [{ timestamp: Number.NaN }, { timestamp: 1e300 }, { details: '{' }, { details: 'null' }]) {
      const made = await subscriber?.deliveriesFor([
        { ...ROW, id: 1_000_001, ...damage },
        { ...ROW, id: 1_000_002 },
      ]);
      expect([damage, made?.map(({ auditId }) => auditId)]).toEqual([damage, [1_000_001, 1_000_002]]);
    }
  });

  it('or whose payment cannot be read costs neither itself nor those behind it', async () => {
    const walletId = await storeWallet(daemon.database);
    write(`INSERT INTO transactions (id, wallet_id, origin, type, status, tier, chain, network, amount, amount_decimals, execute_at, request,
        request_hash, decision, policy_set_version, created_at, updated_at)
      VALUES ('x1', '${walletId}', 'send', 'TRANSFER', 'FAILED', 'NOTIFY', 'ethereum', 'ethereum-sepolia', '15', 'many', 'soon', '{}',
        '', '{}', 1, 0, 0)`);
    await subscribe();
    await happen({ walletId, txId: 'x1', severity: 'critical' });
    await happen({ severity: 'critical', details: { denyCode: 'SECOND' } });
    await until(async () => toldBy('/bot').includes('SECOND') && toldBy('/hook').includes('SECOND'));
    expect(await deliveries('channel')).toHaveLength(2);
    expect(await deliveries('webhook')).toHaveLength(2);
  });
});

describe('a delivery that somebody damaged', () => {
  it.each([
    ['payload', `'{'`],
    ['payload', `'null'`],
    ['payload', `x'ff'`],
    ['attempts', `'many'`],
    ['is_urgent', `'perhaps'`],
    ['audit_id', `'none'`],
    ['created_at', `'then'`],
  ])('does not keep the others of its channel waiting (%s: %s)', async (column, value) => {
    await happen({ details: { denyCode: 'FIRST' } });
    await happen({ details: { denyCode: 'SECOND' } });
    const [first] = await until(async () => {
      const found = await deliveries('channel');
      return found.length === 2 ? found : undefined;
    });
    write(`UPDATE deliveries SET ${column} = ${value} WHERE id = '${first?.id ?? ''}'`);
    daemon.clock.advance(3600);
    await until(async () => toldBy('/bot').includes('SECOND'));
    await until(
      async () =>
        (await daemon.database.client.delivery.count({ where: { id: first?.id ?? '', attempts: 0, status: 'PENDING' } })) === 0,
    );
  });

  it('does not keep the others of its transaction waiting', async () => {
    await subscribe();
    outside.answerWith(500, 500, 500);
    const walletId = await storeWallet(daemon.database);
    await happen({ walletId, txId: 'x2', details: { denyCode: 'FIRST' } });
    await happen({ walletId, txId: 'x2', details: { denyCode: 'SECOND' } });
    const [first] = await until(async () => {
      const found = await deliveries('webhook');
      return found.length === 2 && (found[0]?.attempts ?? 0) > 0 ? found : undefined;
    });
    write(`UPDATE deliveries SET due_at = 'soon' WHERE id = '${first?.id ?? ''}'`);
    daemon.clock.advance(3600);
    await until(async () => toldBy('/hook').includes('SECOND'));
    expect((await deliveries('webhook'))[0]).toMatchObject({ status: 'DEAD', error: 'ROW_DAMAGED' });
  });
});
