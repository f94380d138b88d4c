import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MailServer } from '../../../test/mail-server.js';
import { OutsideServer } from '../../../test/outside-server.js';
import { until } from '../../../test/until.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { type AuditEntry, AuditService } from '../audit/audit.service.js';

const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const HOSTILE = '<!channel> @everyone *b* [l](http://x) \u202egnp';

let daemon: WholeDaemon;
let outside: OutsideServer;
beforeEach(async () => {
  outside = await OutsideServer.start();
});
afterEach(async () => {
  outside.close();
  await daemon.close();
});

const telegram = (): Record<string, string> => ({
  'notifications.telegram_url': outside.url,
  'notifications.telegram_bot_token': TOKEN,
  'notifications.telegram_chat_id': '42',
});

async function start(settings: Record<string, string>): Promise<void> {
  daemon = await startWholeDaemon({ settings: { 'notifications.allow_private': 'true', ...settings } });
  outside.usual = (response) => void response.end('{"ok":true}');
}

const master = (method: string, path: string, body?: unknown): Promise<Answer> =>
  daemon.call(path, { method, password: FIRST_PASSWORD, ...(body === undefined ? {} : { body }) });

async function happen(entry: Partial<AuditEntry>): Promise<void> {
  const audit = daemon.get(AuditService);
  await daemon.database.transaction((tx) =>
    audit.append(tx, { eventType: 'POLICY_DENIED', actor: 'system', details: {}, severity: 'warning', ...entry }),
  );
}

async function walletNamed(name: string): Promise<string> {
  const id = uuidv7();
  await daemon.database.transaction((tx) =>
    tx.wallet.create({
      data: {
        id,
        name,
        chain: 'ethereum',
        environment: 'testnet',
        address: id,
        status: 'ACTIVE',
        policyPreset: 'none',
        createdAt: 0n,
        updatedAt: 0n,
      },
    }),
  );
  return id;
}

async function payment(walletId: string, tier: string): Promise<string> {
  const id = uuidv7();
  await daemon.database.transaction((tx) =>
    tx.transaction.create({
      data: {
        id,
        walletId,
        origin: 'send',
        type: 'TRANSFER',
        status: 'QUEUED',
        tier,
        chain: 'ethereum',
        network: 'ethereum-sepolia',
        toAddress: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
        amount: '1500000000000000000',
        amountDecimals: 18,
        amountSymbol: 'ETH',
        request: '{}',
        requestHash: '',
        decision: '{}',
        policySetVersion: 1,
        createdAt: 0n,
        updatedAt: 0n,
      },
    }),
  );
  return id;
}

const logged = async (query = ''): Promise<Record<string, unknown>[]> =>
  (await master('GET', `/v1/admin/notifications/log${query}`)).body['logs'] as Record<string, unknown>[];
const inOutbox = (status: string, count: number) =>
  until(async () => (await daemon.database.client.delivery.count({ where: { kind: 'channel', status } })) === count);

describe('Telegram', () => {
  it('is asked for an approval at once, with what it is about and the way to the inbox', async () => {
    await start({ ...telegram(), 'daemon.public_origin': 'https://wallet.example.org' });
    const walletId = await walletNamed('trader');
    const txId = await payment(walletId, 'APPROVAL');
    await happen({ eventType: 'TX_QUEUED', walletId, txId, details: { waitReason: 'APPROVAL' }, severity: 'info' });
    const [call] = await outside.called(1);
    expect(call?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(call?.json).toMatchObject({ chat_id: '42', disable_notification: false });
    const text = String(call?.json['text']);
    expect(text).toContain('TRANSFER 1.5 ETH');
    expect(text).toContain('Wallet: trader');
    expect(text.split('\n').at(-1)).toBe(`https://wallet.example.org/admin/approvals/${txId}`);
    expect(call?.json).not.toHaveProperty('parse_mode');
  });

  it('hears of a NOTIFY payment and not of an instant one, in Korean where that is set', async () => {
    await start({ ...telegram(), 'notifications.coalesce_seconds': '0', 'notifications.language': 'ko' });
    const walletId = await walletNamed('trader');
    for (const tier of ['INSTANT', 'NOTIFY']) {
      await happen({ eventType: 'TX_SUBMITTED', walletId, txId: await payment(walletId, tier), severity: 'info' });
    }
    await happen({ eventType: 'POLICY_DENIED', walletId });
    const told = await until(async () => {
      const text = outside.calls.map(({ json }) => String(json['text'])).join('\n');
      return text.includes('정책이 요청을 거부했습니다') ? text : undefined;
    });
    expect(told.match(/결제를 전송했습니다/g)).toHaveLength(1);
  });

  it('hears what is urgent before everything ordinary that waited longer, however much that is', async () => {
    await start(telegram());
    outside.answerWith((response) => void response.writeHead(429).end('{"ok":false,"parameters":{"retry_after":3600}}'));
    await happen({ eventType: 'KILL_SWITCH_ACTIVATED', severity: 'critical' });
    await until(async () => (await daemon.database.client.deliveryAttempt.count()) === 1);
    const walletId = await walletNamed('trader');
    for (let count = 0; count < 150; count += 1) await happen({ walletId });
    await inOutbox('PENDING', 151);
    await happen({ eventType: 'KILL_SWITCH_ESCALATED', severity: 'critical' });
    await inOutbox('PENDING', 152);
    daemon.clock.advance(3601);
    await inOutbox('DELIVERED', 152);
    const silent = outside.calls.map(({ json }) => json['disable_notification']);
    expect(silent.slice(0, 4)).toEqual([false, false, false, true]);
    expect(silent.slice(4)).not.toContain(false);
  });

  it('that answers 429 for an hour is left alone for an hour, and then told everything once', async () => {
    await start(telegram());
    outside.answerWith((response) => void response.writeHead(429).end('{"ok":false,"parameters":{"retry_after":3600}}'));
    await happen({ eventType: 'KILL_SWITCH_ACTIVATED', severity: 'critical' });
    await outside.called(1);
    await until(async () => (await daemon.database.client.deliveryAttempt.count()) === 1);
    await happen({ eventType: 'KILL_SWITCH_ESCALATED', severity: 'critical' });
    await inOutbox('PENDING', 2);
    daemon.clock.advance(3599);
    await until(async () => (await logged('?status=failed')).length === 1);
    expect(outside.calls).toHaveLength(1);
    daemon.clock.advance(1);
    await inOutbox('DELIVERED', 2);
    expect(outside.calls).toHaveLength(3);
    expect(await logged('?status=sent')).toHaveLength(2);
  });

  it('gets ordinary notices of a while in one message, and each critical one by itself and first', async () => {
    await start(telegram());
    for (let n = 0; n < 30; n += 1) await happen({});
    await happen({ eventType: 'KEY_EXPORTED', severity: 'critical', details: { format: 'raw' } });
    await outside.called(1);
    await inOutbox('DELIVERED', 1);
    daemon.clock.advance(30);
    const calls = await outside.called(2);
    const titles = calls.map(({ json }) => String(json['text']).split('\n')[0]);
    expect(titles).toEqual(['A private key was exported', expect.stringMatching(/^(30|31|32) notices$/)]);
    await until(async () => (await daemon.database.client.delivery.count({ where: { status: 'PENDING' } })) === 0);
  });
});

describe('the other channels', () => {
  it('take a hostile name for a name', async () => {
    const hostileSettings = {
      'notifications.discord_url': `${outside.url}/discord`,
      'notifications.slack_url': `${outside.url}/slack`,
      'notifications.ntfy_url': `${outside.url}/ntfy`,
      'notifications.ntfy_topic': 'a-topic',
      'notifications.ntfy_token': 'tk_1',
    };
    await start(hostileSettings);
    await happen({ eventType: 'WALLET_TERMINATED', severity: 'critical', walletId: await walletNamed(HOSTILE) });
    await outside.called(3);
    const to = (path: string) => outside.calls.find((call) => call.path === path);
    expect(to('/discord')?.json).toMatchObject({ allowed_mentions: { parse: [] } });
    expect(to('/discord')?.json['content']).toContain('\\<!channel\\> \\@everyone \\*b\\* \\[l\\]\\(http\\://x\\) gnp');
    expect(to('/slack')?.json).toMatchObject({ mrkdwn: false });
    expect(to('/slack')?.json['text']).toContain('&lt;!channel&gt; @everyone');
    expect(to('/ntfy')?.json).toMatchObject({ topic: 'a-topic', title: 'A wallet was terminated', priority: 5 });
    expect(to('/ntfy')?.headers['authorization']).toBe('Bearer tk_1');
    expect(outside.calls.map(({ text }) => text).join()).not.toContain('\u202e');
  });

  it('send mail as plain text, whose headers no name can add to', async () => {
    const mail = await MailServer.start();
    await start({
      'notifications.smtp_host': '127.0.0.1',
      'notifications.smtp_port': String(mail.port),
      'notifications.smtp_security': 'none',
      'notifications.smtp_from': 'wallet@example.org',
      'notifications.smtp_to': 'one@example.org,two@example.org',
    });
    await happen({ eventType: 'KEY_EXPORTED', severity: 'critical', walletId: await walletNamed('a\r\nBcc: evil@example.org') });
    const received = await mail.received();
    expect(received.to).toEqual(['TO:<one@example.org>', 'TO:<two@example.org>']);
    expect(received.data).toContain('Subject: [WAIaaS] A private key was exported');
    expect(received.data).not.toMatch(/^Bcc:/m);
    mail.isRefusing = true;
    expect(await master('POST', '/v1/admin/notifications/test', { channel: 'email' })).toEqual({
      status: 200,
      body: { results: [{ channel: 'email', success: false, error: 'SMTP_550' }] },
    });
    mail.close();
  });

  it('reach no private address unless the operator allowed it at the start', async () => {
    daemon = await startWholeDaemon({ settings: { 'notifications.slack_url': `${outside.url}/slack` } });
    expect((await master('POST', '/v1/admin/notifications/test', {})).body).toEqual({
      results: [{ channel: 'slack', success: false, error: 'PRIVATE_ADDRESS' }],
    });
    expect(outside.calls).toEqual([]);
  });
});

describe('whoever looks after the daemon', () => {
  const status = async () => (await master('GET', '/v1/admin/notifications/status')).body;
  const banners = async () => (await master('GET', '/v1/admin/status')).body['banners'];

  it('is told by the status page when nobody would be told', async () => {
    await start({});
    expect(await status()).toMatchObject({
      enabled: true,
      reachable: false,
      banner: expect.stringContaining('No channel is configured'),
    });
    expect(await banners()).toEqual([expect.stringContaining('No channel is configured')]);
  });

  it('sees a test go out, and a channel that stopped working', async () => {
    await start(telegram());
    expect(await master('POST', '/v1/admin/notifications/test')).toEqual({
      status: 200,
      body: { results: [{ channel: 'telegram', success: true }] },
    });
    expect(await status()).toMatchObject({
      reachable: true,
      banner: null,
      channels: [{ name: 'telegram', enabled: true, working: true }, {}, {}, {}, {}],
    });
    expect(await banners()).toEqual([]);
    outside.usual = (response) => void response.writeHead(401).end('{"ok":false}');
    expect((await master('POST', '/v1/admin/notifications/test', { channel: 'telegram' })).body).toEqual({
      results: [{ channel: 'telegram', success: false, error: 'HTTP_401' }],
    });
    expect(await banners()).toEqual([expect.stringContaining('No channel works')]);
    expect((await master('POST', '/v1/admin/notifications/test', { channel: 'slack' })).body).toEqual({
      results: [{ channel: 'slack', success: false, error: 'NOT_CONFIGURED' }],
    });
    expect((await master('POST', '/v1/admin/notifications/test', { channel: 'pigeon' })).status).toBe(400);
  });

  it('finds in the chain that a critical notice reached nobody, and can send it again', async () => {
    await start(telegram());
    outside.usual = 500;
    await happen({ eventType: 'KEY_EXPORTED', severity: 'critical' });
    for (const pause of [0, 10, 60, 300, 1800, 7200, 21_600, 86_400]) {
      const before = await daemon.database.client.deliveryAttempt.count();
      daemon.clock.advance(pause);
      await until(async () => (await daemon.database.client.deliveryAttempt.count()) > before);
    }
    const found = await until(
      async () =>
        (await daemon.database.client.auditLog.findFirst({ where: { eventType: 'NOTIFICATION_TOTAL_FAILURE' } })) ?? undefined,
    );
    expect(JSON.parse(found.details)).toMatchObject({ eventType: 'KEY_EXPORTED', channel: 'telegram', error: 'HTTP_500' });
    expect(await logged('?status=dead')).toMatchObject([{ eventType: 'KEY_EXPORTED', channel: 'telegram', error: 'HTTP_500' }]);
    outside.usual = (response) => void response.end('{"ok":true}');
    expect((await master('POST', '/v1/admin/notifications/redeliver', {})).body).toEqual({ queued: 1 });
    await inOutbox('DELIVERED', 1);
  });

  it('finds no token of a channel in the log, the chain or the database', async () => {
    await start({});
    const settings = [
      { key: 'notifications.telegram_bot_token', value: TOKEN },
      { key: 'notifications.telegram_chat_id', value: '42' },
      { key: 'notifications.telegram_url', value: outside.url },
    ];
    expect((await master('PUT', '/v1/admin/settings', { settings })).status).toBe(200);
    outside.usual = 500;
    await happen({ eventType: 'KEY_EXPORTED', severity: 'critical' });
    await outside.called(1);
    expect(daemon.log()).not.toContain(TOKEN);
    const rows = await Promise.all([
      daemon.database.client.auditLog.findMany(),
      daemon.database.client.delivery.findMany(),
      daemon.database.client.deliveryAttempt.findMany(),
    ]);
    expect(JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(TOKEN);
  });
});
