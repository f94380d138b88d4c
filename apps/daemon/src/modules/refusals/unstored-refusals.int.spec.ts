import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { until } from '../../../test/until.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { AutoStop } from '../autostop/autostop.service.js';
import { UnstoredRefusals } from './unstored-refusals.service.js';
import { UnstoredRefusalsRepository } from './unstored-refusals.repository.js';

/** 2026-11-28 12:00 UTC. */
const NOON = 1_795_867_200;
const DAY = 86_400;
const THRESHOLD = 4;
const SETTINGS = {
  'autostop.unusual_activity_threshold': String(THRESHOLD),
  'autostop.unusual_activity_window_seconds': '60',
  'autostop.near_limit_threshold': '2',
};
const LIMIT = { instant_max_usd: 100 };
const dollars = (usd: number) => ({ usdMicros: BigInt(usd * 1_000_000), amounts: [] });

let daemon: WholeDaemon;
let walletId: string;
beforeEach(async () => {
  daemon = await startWholeDaemon({ settings: SETTINGS });
  daemon.clock.advance(NOON - daemon.clock.nowSeconds());
  walletId = await storeWallet(daemon.database);
});
afterEach(async () => daemon.close());

const master = (method: string, path: string, body?: unknown) =>
  daemon.call(path, { method, password: FIRST_PASSWORD, ...(body === undefined ? {} : { body }) });
const refused = (usd = 1, network = 'ethereum-sepolia') => ({
  ...{ walletId, network, at: daemon.clock.nowSeconds() },
  asked: dollars(usd),
});

async function refuse(times: number, usd?: number, network?: string): Promise<void> {
  for (let n = 0; n < times; n += 1) await daemon.get(UnstoredRefusals).countAlone(refused(usd, network));
}

const rows = () => daemon.database.client.unstoredRefusal.findMany({ orderBy: { at: 'asc' } });
const status = async () => (await master('GET', `/v1/wallets/${walletId}`)).body['status'];
const stopped = () => until(async () => (await status()) === 'SUSPENDED');
/** Judges what is there by now, so that a wallet that still runs afterwards was let go on. */
const judged = async () => {
  await daemon.get(AutoStop).look([walletId]);
  return status();
};
const trips = async () =>
  (await master('GET', '/v1/audit-logs?event_type=AUTO_STOP_TRIGGERED')).body['data'] as { details: unknown }[];

describe('requests that are refused without a row', () => {
  it('wake the rule of unusual activity by themselves, and stop the wallet at its threshold', async () => {
    await refuse(THRESHOLD - 1);
    expect(await judged()).toBe('ACTIVE');
    await refuse(1);
    await stopped();
    expect(await trips()).toMatchObject([{ details: { rule: 'unusual_activity', count: THRESHOLD, windowSeconds: 60 } }]);
  });

  it('fall out of the window, and are forgiven by whoever resumes the wallet', async () => {
    await refuse(THRESHOLD - 1);
    daemon.clock.advance(61);
    await refuse(1);
    expect(await judged()).toBe('ACTIVE');
    await refuse(THRESHOLD - 1);
    await stopped();
    await master('POST', `/v1/wallets/${walletId}/resume`);
    expect(await judged()).toBe('ACTIVE');
    daemon.clock.advance(10);
    await refuse(THRESHOLD - 1);
    expect(await judged()).toBe('ACTIVE');
    await refuse(1);
    await stopped();
    expect(await trips()).toHaveLength(2);
  });

  it('are remembered over a death of the daemon, which looks at them when it starts', async () => {
    await master('PUT', '/v1/admin/settings', { settings: [{ key: 'autostop.unusual_activity_enabled', value: false }] });
    await refuse(THRESHOLD);
    expect(await judged()).toBe('ACTIVE');
    await daemon.database.client.setting.updateMany({ data: { value: 'true' } });
    await daemon.stop();
    daemon = await startWholeDaemon({ settings: SETTINGS, after: daemon });
    await stopped();
  });

  it('count near a limit as they were asked, on its network only', async () => {
    await master('PUT', '/v1/admin/autostop/rules/unusual_activity', { enabled: false });
    await master('PUT', '/v1/admin/autostop/rules/near_limit', { enabled: true });
    const policy = { walletId, type: 'SPENDING_LIMIT', rules: LIMIT, network: 'ethereum-sepolia' };
    expect((await master('POST', '/v1/policies', policy)).status).toBe(201);
    await refuse(3, 50);
    await refuse(3, 99, 'base-sepolia');
    await refuse(1, 99);
    expect(await judged()).toBe('ACTIVE');
    await refuse(1, 101);
    await stopped();
    expect(await trips()).toMatchObject([{ details: { rule: 'near_limit', count: 2 } }]);
  });

  it('tell of an unusual hour where nothing was stored', async () => {
    await master('PUT', '/v1/admin/autostop/rules/unusual_hours', { enabled: true });
    await refuse(1);
    expect(await judged()).toBe('ACTIVE');
    daemon.clock.advance(DAY / 2);
    await refuse(1);
    await stopped();
    expect(await trips()).toMatchObject([{ details: { rule: 'unusual_hours', hour: 0 } }]);
  });

  it('count for nothing where their time has not come yet, since the clock was set back', async () => {
    daemon.clock.advance(DAY);
    await refuse(THRESHOLD - 1);
    daemon.clock.advance(-DAY);
    await refuse(1);
    expect(await judged()).toBe('ACTIVE');
    await refuse(THRESHOLD - 1);
    await stopped();
  });

  it('take one small row for ten seconds however many they are, for a day at most', async () => {
    daemon.clock.advance(5);
    await refuse(2);
    daemon.clock.advance(4);
    await refuse(1);
    daemon.clock.advance(1);
    await refuse(1);
    expect(await rows()).toEqual([
      { walletId, at: BigInt(NOON), requests: 3, nearLimit: 0 },
      { walletId, at: BigInt(NOON + 10), requests: 1, nearLimit: 0 },
    ]);
    const repository = daemon.get(UnstoredRefusalsRepository);
    await repository.prune(NOON + 10, NOON + 20);
    expect((await rows()).map(({ at }) => Number(at))).toEqual([NOON + 10]);
    await repository.prune(NOON - DAY, NOON);
    expect(await rows()).toEqual([]);
  });

  it('are counted with the refusal or not at all', async () => {
    const refusals = daemon.get(UnstoredRefusals);
    const told: string[] = [];
    refusals.onCounted((id) => told.push(id));
    const undone = daemon.database.transaction(async (tx) => {
      await refusals.count(tx, refused());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect([await rows(), told]).toEqual([[], []]);
    await refuse(1);
    expect(told).toEqual([walletId]);
  });
});
