import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { AuditService } from '../audit/audit.service.js';
import { WalletStatusService } from '../wallets/wallet-status.service.js';
import { AutoStop } from './autostop.service.js';

/** 2026-11-28 12:00 UTC. */
const NOON = 1_795_867_200;
const HOUR = 3600;
const ON = {
  'autostop.consecutive_failures_threshold': '3',
  'autostop.unusual_activity_enabled': 'false',
};
const ACTIVITY = { ...ON, 'autostop.unusual_activity_enabled': 'true', 'autostop.unusual_activity_threshold': '4' };
const HOURS = { ...ON, 'autostop.unusual_hours_enabled': 'true' };
const NEAR = { ...ON, 'autostop.near_limit_enabled': 'true', 'autostop.near_limit_threshold': '2' };
const IDLE = { ...ON, 'autostop.idle_timeout_enabled': 'true', 'autostop.idle_timeout_seconds': '7200' };

let daemon: WholeDaemon;
let walletId: string;

async function start(settings: Readonly<Record<string, string>>): Promise<void> {
  daemon = await startWholeDaemon({ settings });
  daemon.clock.advance(NOON - daemon.clock.nowSeconds());
  walletId = await storeWallet(daemon.database);
}
afterEach(async () => daemon.close());

const master = (method: string, path: string, body?: unknown): Promise<Answer> =>
  daemon.call(path, { method, password: FIRST_PASSWORD, ...(body === undefined ? {} : { body }) });

interface Asked {
  readonly status?: string;
  readonly usdMicros?: string;
  readonly sessionId?: string | null;
}

/** A request as the pipeline leaves it, and the row of the chain that tells of it. */
async function ask({ status = 'CONFIRMED', usdMicros = '1000000', sessionId = 'a session' }: Asked = {}): Promise<void> {
  const [id, at] = [uuidv7(), BigInt(daemon.clock.nowSeconds())];
  await daemon.database.transaction(async (tx) => {
    await tx.transaction.create({
      data: {
        ...{ id, walletId, sessionId, status, usdMicros, origin: 'send', type: 'TRANSFER', tier: 'INSTANT' },
        ...{ chain: 'ethereum', network: 'ethereum-sepolia', request: '{}', requestHash: '', decision: '{}' },
        ...{ policySetVersion: 1, createdAt: at, updatedAt: at },
      },
    });
    const entry = { actor: 'system', details: {}, severity: 'info', walletId, txId: id } as const;
    await daemon.get(AuditService).append(tx, { ...entry, eventType: status === 'FAILED' ? 'TX_FAILED' : 'TX_SUBMITTED' });
  });
}

async function askTimes(times: number, asked?: Asked): Promise<void> {
  for (let n = 0; n < times; n += 1) await ask(asked);
}

const wallet = async () => (await master('GET', `/v1/wallets/${walletId}`)).body;
const stopped = async () => until(async () => ((await wallet())['status'] === 'SUSPENDED' ? wallet() : false));
/** Judges what is there by now, so that a wallet that still runs afterwards was let go on. */
const judged = async () => {
  await daemon.get(AutoStop).look([walletId]);
  return (await wallet())['status'];
};
const trips = async () =>
  (await master('GET', '/v1/audit-logs?event_type=AUTO_STOP_TRIGGERED')).body['data'] as Record<string, unknown>[];

describe('payments that fail one after the other', () => {
  beforeEach(() => start(ON));

  it('stop their wallet, which spends nothing more, and tell why', async () => {
    const { body } = await master('POST', '/v1/sessions', { walletId });
    await askTimes(3, { status: 'FAILED' });
    expect(await stopped()).toMatchObject({ suspensionReason: 'AUTO_STOP_CONSECUTIVE_FAILURES', suspendedAt: NOON });
    expect(await trips()).toMatchObject([
      { walletId, severity: 'critical', actor: 'system', details: { rule: 'consecutive_failures', count: 3 } },
    ]);
    const headers = { authorization: `Bearer ${String(body['token'])}` };
    const payment = { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', amount: '1' };
    for (const [path, request] of [
      ['send', payment],
      ['sign-message', { network: 'ethereum-sepolia', signType: 'personal', message: 'hello' }],
    ] as const) {
      expect(await daemon.call(`/v1/transactions/${path}`, { method: 'POST', headers, body: request })).toMatchObject({
        status: 409,
        body: { code: 'WALLET_SUSPENDED' },
      });
    }
  });

  it('are forgiven after one that worked, after a resumption, and where no session made them', async () => {
    await askTimes(2, { status: 'FAILED' });
    await ask();
    await askTimes(2, { status: 'FAILED' });
    await askTimes(3, { status: 'FAILED', sessionId: null });
    expect(await judged()).toBe('ACTIVE');
    await ask({ status: 'FAILED' });
    await stopped();
    expect((await master('POST', `/v1/wallets/${walletId}/resume`)).status).toBe(200);
    expect(await judged()).toBe('ACTIVE');
    daemon.clock.advance(1);
    await askTimes(2, { status: 'FAILED' });
    expect(await judged()).toBe('ACTIVE');
    await ask({ status: 'FAILED' });
    await stopped();
    expect(await trips()).toHaveLength(2);
  });

  it('are not held against a wallet that was resumed while a rule looked at it', async () => {
    const seen = { id: walletId, resumedAt: null };
    const status = daemon.get(WalletStatusService);
    expect(await status.stopByRule({ ...seen, resumedAt: 0 }, { rule: 'near_limit', count: 1 })).toBe(false);
    expect(await status.stopByRule(seen, { rule: 'near_limit', count: 1 })).toBe(true);
    expect(await status.stopByRule(seen, { rule: 'near_limit', count: 1 })).toBe(false);
    expect(await trips()).toHaveLength(1);
  });

  it('are remembered over a death of the daemon before anybody looked', async () => {
    await daemon.database.client.setting.create({
      data: { key: 'autostop.consecutive_failures_enabled', value: 'false', updatedAt: 0n },
    });
    await daemon.stop();
    daemon = await startWholeDaemon({ settings: ON, after: daemon });
    await askTimes(3, { status: 'FAILED' });
    expect(await judged()).toBe('ACTIVE');
    await daemon.database.client.setting.deleteMany();
    await daemon.stop();
    daemon = await startWholeDaemon({ settings: ON, after: daemon });
    await stopped();
  });
});

describe('unusual activity', () => {
  beforeEach(() => start(ACTIVITY));

  it('stops a wallet at the threshold within the window, refused requests among them', async () => {
    await askTimes(2, { status: 'DENIED' });
    daemon.clock.advance(301);
    await askTimes(3);
    expect(await judged()).toBe('ACTIVE');
    await ask({ status: 'DENIED' });
    expect(await stopped()).toMatchObject({ suspensionReason: 'AUTO_STOP_UNUSUAL_ACTIVITY' });
    expect(await trips()).toMatchObject([{ details: { count: 4, windowSeconds: 300 } }]);
  });

  it('counts from the first second of a wallet', async () => {
    await daemon.database.client.wallet.update({ where: { id: walletId }, data: { createdAt: BigInt(NOON) } });
    await askTimes(4);
    await stopped();
  });

  it('of one wallet stops no other', async () => {
    const other = await storeWallet(daemon.database, { address: 'other' });
    await askTimes(4);
    await stopped();
    expect((await master('GET', `/v1/wallets/${other}`)).body['status']).toBe('ACTIVE');
  });
});

describe('unusual hours', () => {
  beforeEach(() => start(HOURS));

  it.each([
    [21, 'UTC', 'ACTIVE'],
    [22, 'UTC', 'SUSPENDED'],
    [29, 'UTC', 'SUSPENDED'],
    [30, 'UTC', 'ACTIVE'],
    [21, 'Asia/Seoul', 'ACTIVE'],
    [15, 'Asia/Seoul', 'SUSPENDED'],
  ])('at %d h in %s leave a wallet %s', async (hour, timeZone, expected) => {
    await master('PUT', '/v1/admin/autostop/rules/unusual_hours', { config: { timeZone } });
    daemon.clock.advance((hour - 12) * HOUR);
    await ask();
    expect(await judged()).toBe(expected);
  });

  it('count from when somebody asks, not from when somebody looks', async () => {
    await ask();
    daemon.clock.advance(11 * HOUR);
    expect(await judged()).toBe('ACTIVE');
  });
});

describe('requests near a limit', () => {
  beforeEach(() => start(NEAR));

  it('stop a wallet once there are several of them', async () => {
    const rules = { instant_max_usd: 100, notify_max_usd: 1000, delay_max_usd: 1000 };
    await master('POST', '/v1/policies', { walletId, type: 'SPENDING_LIMIT', rules });
    await askTimes(3, { usdMicros: '50000000' });
    await ask({ usdMicros: '99000000' });
    expect(await judged()).toBe('ACTIVE');
    await ask({ usdMicros: '1010000000', status: 'DENIED' });
    expect(await stopped()).toMatchObject({ suspensionReason: 'AUTO_STOP_NEAR_LIMIT' });
  });

  it('are none without a limit, on another network, and outside of the window', async () => {
    await askTimes(3, { usdMicros: '99000000' });
    const policy = { walletId, type: 'SPENDING_LIMIT', rules: { instant_max_usd: 100 }, network: 'base-sepolia' };
    await master('POST', '/v1/policies', policy);
    expect(await judged()).toBe('ACTIVE');
    daemon.clock.advance(2 * HOUR);
    await master('POST', '/v1/policies', { ...policy, network: 'ethereum-sepolia' });
    await ask({ usdMicros: '99000000' });
    expect(await judged()).toBe('ACTIVE');
  });
});

describe('a wallet that nobody uses', () => {
  beforeEach(() => start(IDLE));
  const looked = async () => {
    await daemon.get(AutoStop).lookForIdle();
    return (await wallet())['status'];
  };

  it('stops where a session could still use it, and not before its time', async () => {
    expect(await looked()).toBe('ACTIVE');
    await master('POST', '/v1/sessions', { walletId });
    daemon.clock.advance(7200);
    expect(await looked()).toBe('ACTIVE');
    await ask();
    daemon.clock.advance(7200);
    expect(await looked()).toBe('ACTIVE');
    daemon.clock.advance(1);
    expect(await looked()).toBe('SUSPENDED');
    await master('POST', `/v1/wallets/${walletId}/resume`);
    expect(await looked()).toBe('ACTIVE');
    expect(await trips()).toMatchObject([{ details: { rule: 'idle_timeout', idleSeconds: 7201 } }]);
  });

  it('goes on once its sessions are over', async () => {
    await master('POST', '/v1/sessions', { walletId, ttl: 3600 });
    daemon.clock.advance(9000);
    expect(await looked()).toBe('ACTIVE');
  });
});

describe('the rules', () => {
  beforeEach(() => start({ 'autostop.near_limit_percent': '90' }));
  const change = (id: string, body: unknown) => master('PUT', `/v1/admin/autostop/rules/${id}`, body);

  it('are listed with their figures, changed, and in the chain as settings', async () => {
    const { rules } = (await master('GET', '/v1/admin/autostop/rules')).body as { rules: { id: string }[] };
    expect(rules.map(({ id }) => id)).toEqual([
      'consecutive_failures',
      'unusual_activity',
      'unusual_hours',
      'near_limit',
      'idle_timeout',
    ]);
    expect(await change('unusual_activity', { enabled: false, config: { threshold: 7 } })).toMatchObject({
      status: 200,
      body: { id: 'unusual_activity', enabled: false, config: { threshold: 7, windowSeconds: 300 } },
    });
    const settings = (await master('GET', '/v1/admin/settings')).body['autostop'];
    expect(settings).toMatchObject({ unusual_activity_enabled: false, unusual_activity_threshold: 7 });
    const [row] = (await master('GET', '/v1/audit-logs?event_type=SETTINGS_CHANGED')).body['data'] as { details: unknown }[];
    expect(row?.details).toEqual({
      changes: [
        { key: 'autostop.unusual_activity_enabled', from: 'true', to: 'false' },
        { key: 'autostop.unusual_activity_threshold', from: '250', to: '7' },
      ],
    });
  });

  it.each([
    ['consecutive_failures', { config: { threshold: 1 } }, 'config.threshold', 'invalid'],
    ['consecutive_failures', { enabled: true, config: { threshold: '3x' } }, 'config.threshold', 'invalid'],
    ['unusual_hours', { config: { timeZone: 'Middle/Earth' } }, 'config.timeZone', 'invalid'],
    ['near_limit', { config: { percent: 80 } }, 'config.percent', 'pinned'],
    ['idle_timeout', { config: { threshold: 3 } }, 'config', 'unknownField'],
    ['idle_timeout', { config: { constructor1: 3 } }, 'config', 'unknownField'],
    ['idle_timeout', { config: [] }, 'config', 'isObject'],
    ['idle_timeout', { enabled: 'yes' }, 'enabled', 'isBoolean'],
    ['idle_timeout', {}, 'enabled', 'required'],
  ])('refuse for %s %j, naming the member', async (id, body, path, code) => {
    const before = (await master('GET', '/v1/admin/settings')).body['autostop'];
    expect(await change(id, body)).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', details: { issues: [{ path, code }] } },
    });
    expect((await master('GET', '/v1/admin/settings')).body['autostop']).toEqual(before);
  });

  it('are no others than these', async () => {
    expect(await change('no_such_rule', { enabled: true })).toMatchObject({ status: 404, body: { code: 'RULE_NOT_FOUND' } });
  });
});
