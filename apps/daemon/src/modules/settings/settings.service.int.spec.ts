import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import { auditOver } from '../../../test/audit-over.js';
import { addWallet } from '../../../test/owners/owners-fixture.js';
import { FakeSigner, startSettings } from '../../../test/settings/settings-fixture.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Actor } from '../../common/auth/actor.js';
import type { AuditService } from '../audit/audit.service.js';
import { toSettingsByCategory, toSettingSchema } from './settings.mapper.js';
import type { SettingsService } from './settings.service.js';
import type { SettingsUpdate } from './settings-update.service.js';

const MASTER: Actor = { kind: 'master', via: 'header', clientAddress: '127.0.0.1' };
const API_KEY = 'pyth-key-4711';

let temporary: TemporaryDatabase;
let clock: FixedClock;
let audit: AuditService;
let signer: FakeSigner;
let settings: SettingsService;
let updates: SettingsUpdate;

const start = () => startSettings({ database: temporary.database, audit, signer, clock });

beforeEach(async () => {
  temporary = await temporaryDatabase();
  clock = new FixedClock();
  audit = auditOver(temporary.database, clock);
  signer = new FakeSigner();
  ({ settings, updates } = await start());
});
afterEach(async () => {
  settings.onModuleDestroy();
  await temporary.drop();
});

const put = (changes: Readonly<Record<string, unknown>>) =>
  updates.apply(
    Object.entries(changes).map(([key, value]) => ({ key, value })),
    MASTER,
  );
const stored = () => temporary.database.client.setting.findMany();

describe('a change of settings', () => {
  it('is in force at once, told to listeners, and there after a restart', async () => {
    const listener = vi.fn();
    settings.onChange(listener);
    await expect(put({ 'security.max_sessions_per_wallet': '7', 'policy.default_deny_tokens': false })).resolves.toEqual({
      'security.max_sessions_per_wallet': 1,
      'policy.default_deny_tokens': 1,
    });
    expect(settings.get('security.max_sessions_per_wallet')).toBe(7);
    expect(listener).toHaveBeenCalledWith(['security.max_sessions_per_wallet', 'policy.default_deny_tokens']);
    const restarted = await start();
    expect(restarted.settings.get('policy.default_deny_tokens')).toBe(false);
    expect(restarted.settings.source('policy.default_deny_tokens')).toBe('stored');
  });

  it('is refused whole, and every refused member is named', async () => {
    const refused = put({
      'security.max_sessions_per_wallet': 9,
      'security.max_event_streams': 0,
      'policy.default_delay_seconds': 60,
      'daemon.port': 1,
      'policy.nonsense': 1,
    });
    await expect(refused).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: {
        issues: [
          { path: 'settings.1.value', code: 'invalid' },
          { path: 'settings.2.key', code: 'pinned' },
          { path: 'settings.3.key', code: 'startOnly' },
          { path: 'settings.4.key', code: 'unknown' },
        ],
      },
    });
    expect([await stored(), settings.get('security.max_sessions_per_wallet')]).toEqual([[], 5]);
  });

  it('is refused where one key comes twice', async () => {
    const change = { key: 'security.max_event_streams', value: 2 };
    await expect(updates.apply([change, change], MASTER)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('names policy settings in the version of every policy set, and no other', async () => {
    const id = await addWallet({ temporary, clock });
    const version = async () => (await temporary.database.client.wallet.findUniqueOrThrow({ where: { id } })).policySetVersion;
    await put({ 'security.max_event_streams': 2 });
    expect(await version()).toBe(1);
    await put({ 'policy.default_deny_tokens': false });
    expect(await version()).toBe(2);
  });

  it('stands in the chain with both values', async () => {
    await put({ 'security.max_event_streams': 2 });
    const [row] = await audit.list({}, { limit: 1 });
    expect(row).toMatchObject({ eventType: 'SETTINGS_CHANGED', actor: 'master' });
    expect(JSON.parse(String(row?.details))).toEqual({ changes: [{ key: 'security.max_event_streams', from: '5', to: '2' }] });
  });

  it('ends with the last of many at once, in memory as in the database', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => put({ 'security.max_event_streams': index + 1 })));
    expect(settings.get('security.max_event_streams')).toBe(20);
    expect((await start()).settings.get('security.max_event_streams')).toBe(20);
  });

  it('dates fixed prices that carry no date', async () => {
    await put({ 'prices.fixed': { 'native:ethereum': '2000', 'native:solana': { usd: '150', setAt: 5 } } });
    expect(settings.get('prices.fixed')).toEqual({
      'native:ethereum': { usd: '2000', setAt: clock.nowSeconds() },
      'native:solana': { usd: '150', setAt: 5 },
    });
  });
});

describe('a secret setting', () => {
  it('is sealed at rest, shown as set, and nowhere in the chain', async () => {
    await put({ 'prices.pyth_api_key': API_KEY });
    expect(settings.get('prices.pyth_api_key')).toBe(API_KEY);
    const everything = JSON.stringify(
      [await stored(), await audit.list({}, { limit: 9 }), toSettingsByCategory(settings)],
      (_, value) => (typeof value === 'bigint' ? String(value) : (value as unknown)),
    );
    expect(everything).not.toContain(API_KEY);
    expect(toSettingsByCategory(settings)['prices']).toMatchObject({ pyth_api_key: true, coingecko_api_key: false });
  });

  it('may also stand in a URL, and is cut out of what is shown', async () => {
    await put({ 'prices.pyth_url': `https://user:${API_KEY}@pyth.example/v1?key=${API_KEY}` });
    expect(settings.get('prices.pyth_url')).toContain(API_KEY);
    expect(toSettingsByCategory(settings)['prices']).toMatchObject({ pyth_url: 'https://pyth.example/v1' });
    expect((await audit.list({}, { limit: 1 }))[0]?.details).not.toContain(API_KEY);
  });

  it('is opened as soon as the signer can', async () => {
    await put({ 'prices.pyth_api_key': API_KEY });
    signer.isLocked = true;
    const restarted = await start();
    expect(restarted.settings.get('prices.pyth_api_key')).toBeNull();
    const opened = new Promise<void>((resolve) => restarted.settings.onChange(() => resolve()));
    signer.isLocked = false;
    await opened;
    expect(restarted.settings.get('prices.pyth_api_key')).toBe(API_KEY);
  });
});

describe('the schema', () => {
  it('says of a pinned key that it is set outside', () => {
    expect(toSettingSchema('policy.default_deny_tokens', settings)).toMatchObject({
      category: 'policy',
      label: 'Default deny tokens',
      value: true,
      defaultValue: true,
      source: 'default',
      pinned: false,
      isCredential: false,
      restartNeeded: false,
      environmentName: 'WAIAAS_POLICY_DEFAULT_DENY_TOKENS',
      version: 0,
      type: 'boolean',
    });
    expect(toSettingSchema('policy.default_delay_seconds', settings)).toMatchObject({
      value: 1200,
      pinned: true,
      source: 'file',
    });
    expect(settings.get('policy.default_delay_seconds')).toBe(1200);
  });
});
