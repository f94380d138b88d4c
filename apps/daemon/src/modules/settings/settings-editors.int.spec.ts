import type { GroupedSettingsSchemaResponse, SettingSchema, SettingsSchemaResponse } from '@waiaas/api-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { SETTING_KEYS, settingDefinition } from '../../config/settings-registry.js';

const KEY = 'security.max_event_streams';
const OTHER = 'security.max_sessions_per_wallet';
const PATH = '/v1/admin/settings';

let daemon: WholeDaemon;
beforeAll(async () => {
  daemon = await startWholeDaemon({ settings: { 'rpc.timeout_ms': '4000' } });
});
afterAll(() => daemon.close());

const master = (method: string, path: string, body?: unknown): Promise<Answer> =>
  daemon.call(path, { method, password: FIRST_PASSWORD, ...(body === undefined ? {} : { body }) });

async function schema(): Promise<ReadonlyMap<string, SettingSchema>> {
  const { settings } = (await master('GET', `${PATH}/schema`)).body as unknown as SettingsSchemaResponse;
  return new Map(settings.map((setting) => [setting.key, setting]));
}

const write = (key: string, value: unknown, expectedVersion?: number) =>
  master('PUT', PATH, { settings: [{ key, value, ...(expectedVersion === undefined ? {} : { expectedVersion }) }] });

describe('two admins who edit one setting', () => {
  it('the second is told that it was changed meanwhile, by key, and nothing of the request is stored', async () => {
    const read = (await schema()).get(KEY)?.version;
    expect(read).toBe(0);
    const first = await write(KEY, 7, read);
    expect(first).toMatchObject({ status: 200, body: { updated: 1, versions: { [KEY]: 1 } } });

    const second = await master('PUT', PATH, {
      settings: [
        { key: OTHER, value: 9, expectedVersion: 0 },
        { key: KEY, value: 8, expectedVersion: read },
      ],
    });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'VERSION_CONFLICT', retryable: false, details: { settings: [{ key: KEY, version: 1 }] } },
    });
    const after = await schema();
    expect(after.get(KEY)).toMatchObject({ value: 7, version: 1, source: 'stored' });
    expect(after.get(OTHER)).toMatchObject({ value: 5, version: 0, source: 'default' });
  });

  it('exactly one of many at the same moment wins', async () => {
    const version = (await schema()).get(OTHER)?.version;
    const answers = await Promise.all([11, 12, 13, 14].map((value) => write(OTHER, value, version)));
    const won = answers.filter(({ status }) => status === 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(won).toHaveLength(1);
    const value = [11, 12, 13, 14][answers.findIndex(({ status }) => status === 200)];
    expect((await schema()).get(OTHER)).toMatchObject({ value, version: (version ?? 0) + 1 });
  });

  it('the last write wins where no version is named, as clients of old expect', async () => {
    const before = (await schema()).get(KEY)?.version ?? 0;
    expect((await write(KEY, 21)).status).toBe(200);
    expect((await write(KEY, 22)).status).toBe(200);
    expect((await schema()).get(KEY)).toMatchObject({ value: 22, version: before + 2 });
  });

  it.each([-1, 1.5, '1', null, 2 ** 31])('a version that is none is refused: %s', async (expectedVersion) => {
    const answer = await master('PUT', PATH, { settings: [{ key: KEY, value: 3, expectedVersion }] });
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(JSON.stringify(answer.body)).toContain('"settings.0.expectedVersion"');
  });

  it('a secret has a version too, though its value is never shown', async () => {
    const secret = 'prices.pyth_api_key';
    await write(secret, 'k-1', 0);
    expect((await write(secret, 'k-2', 0)).status).toBe(409);
    expect((await schema()).get(secret)).toMatchObject({ value: true, version: 1, isCredential: true });
  });
});

describe('the schema', () => {
  it('describes every setting whole enough for a form', async () => {
    const settings = await schema();
    expect([...settings.keys()]).toEqual([...SETTING_KEYS]);
    for (const setting of settings.values()) {
      expect([setting.key, setting.label]).toEqual([setting.key, expect.stringMatching(/^(?:[A-Z]|ntfy|x402)/)]);
      expect(setting.label, setting.key).not.toMatch(/_| (?:rpc|api|url|smtp|seconds|ms|rpm|usd)\b/);
      expect(setting.description, setting.key).toMatch(/\.$/);
      expect(setting.restartNeeded, setting.key).toBe(!setting.runtime);
    }
  });

  it('gives each setting of a category a label of its own', async () => {
    const { categories } = (await master('GET', `${PATH}/schema?grouped=true`)).body as unknown as GroupedSettingsSchemaResponse;
    for (const { name, settings } of categories) {
      expect(new Set(settings.map(({ label }) => label)).size, name).toBe(settings.length);
    }
  });

  it('names ranges that the daemon really holds to', async () => {
    for (const { key, minimum, maximum, options, type } of (await schema()).values()) {
      const { parse } = settingDefinition(key as (typeof SETTING_KEYS)[number]);
      const accepted = [minimum, maximum, ...(options ?? [])].filter((value) => value !== undefined);
      const refused = [minimum === undefined ? [] : minimum - 1, maximum === undefined ? [] : maximum + 1].flat();
      expect([key, accepted.map(parse)]).toEqual([key, accepted]);
      expect([key, refused.map(parse)]).toEqual([key, refused.map(() => undefined)]);
      expect([key, type === 'integer']).toEqual([key, minimum !== undefined && maximum !== undefined]);
      expect([key, type === 'choice']).toEqual([key, options !== undefined]);
    }
  });

  it('tells units, and where a value comes from', async () => {
    const settings = await schema();
    const unitOf = (key: string) => settings.get(key)?.unit;
    expect(unitOf('policy.default_delay_seconds')).toBe('seconds');
    expect(unitOf('daemon.admin_timeout')).toBe('seconds');
    expect(unitOf('backup.interval_hours')).toBe('hours');
    expect(unitOf('security.rate_limit_tx_rpm')).toBe('requests per minute');
    expect(unitOf('transactions.max_fee_usd')).toBe('USD');
    expect(unitOf('chain.base-mainnet.max_fee_native')).toBe('base units');
    expect(unitOf('backup.retention_count')).toBeUndefined();
    expect(settings.get('rpc.timeout_ms')).toMatchObject({ value: 4000, pinned: true, unit: 'milliseconds' });
    expect(settings.get('daemon.port')).toMatchObject({ restartNeeded: true, environmentName: 'WAIAAS_DAEMON_PORT' });
    expect(settings.get('rpc.evm_base_mainnet')).toMatchObject({
      stepUp: true,
      type: 'list',
      label: 'Endpoints of base-mainnet',
    });
  });
});
