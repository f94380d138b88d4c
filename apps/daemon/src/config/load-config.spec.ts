import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { environmentName, SETTING_KEYS, settingDefinition } from './settings-registry.js';

const GENESIS = '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'waiaas-config-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

const load = (environment: NodeJS.ProcessEnv = {}, flags: Record<string, string> = {}) =>
  loadConfig({ dataDirectory, environment, flags });
const writeToml = (text: string) => writeFileSync(path.join(dataDirectory, 'config.toml'), text);

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the sources of a setting', () => {
  it('outrank each other: default, file, environment, flag', () => {
    expect([load().get('daemon.port'), load().source('daemon.port'), load().isPinned('daemon.port')]).toEqual([
      3100,
      'default',
      false,
    ]);
    writeToml('[daemon]\nport = 4000\n');
    expect([load().get('daemon.port'), load().source('daemon.port')]).toEqual([4000, 'file']);
    expect(load({ WAIAAS_DAEMON_PORT: '4001' }).get('daemon.port')).toBe(4001);
    const config = load({ WAIAAS_DAEMON_PORT: '4001' }, { 'daemon.port': '0' });
    expect([config.get('daemon.port'), config.source('daemon.port'), config.isPinned('daemon.port')]).toEqual([0, 'flag', true]);
  });

  it('take a value typed or as its text', () => {
    writeToml(
      '[security]\nallowed_hosts = ["a.example", "b.example:1"]\n[rpc]\npublic_defaults = true\n[prices.fixed]\n"native:ethereum" = 2000.5\n',
    );
    expect(load().get('security.allowed_hosts')).toEqual(['a.example', 'b.example:1']);
    expect(load().get('rpc.public_defaults')).toBe(true);
    expect(load().get('prices.fixed')).toEqual({ 'native:ethereum': { usd: '2000.5', setAt: null } });
    expect(load({ WAIAAS_SECURITY_ALLOWED_HOSTS: 'c.example, d.example:2' }).get('security.allowed_hosts')).toEqual([
      'c.example',
      'd.example:2',
    ]);
  });

  it('reach networks by the names of the contract', () => {
    const config = load({
      WAIAAS_RPC_SOLANA_DEVNET: 'http://a,http://b',
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: 'https://user:key@c/path?k=v',
      WAIAAS_RPC_SOLANA_DEVNET_GENESIS: GENESIS,
      WAIAAS_CHAIN_BASE_MAINNET_CONFIRMATIONS: '12',
      WAIAAS_CHAIN_BASE_MAINNET_FINALITY: '64',
    });
    expect(config.get('rpc.solana_devnet')).toEqual(['http://a', 'http://b']);
    expect(config.get('rpc.evm_ethereum_sepolia')).toEqual(['https://user:key@c/path?k=v']);
    expect(config.get('rpc.solana-devnet_genesis')).toBe(GENESIS);
    expect([config.get('chain.base-mainnet.confirmations'), config.get('chain.base-mainnet.finality')]).toEqual([12, 64]);
    expect(config.get('chain.ethereum-mainnet.confirmations')).toBe(2);
  });

  it('name public endpoints only when asked to, and only for networks without one', () => {
    expect(load().get('rpc.evm_base_mainnet')).toEqual([]);
    const config = load({ WAIAAS_RPC_PUBLIC_DEFAULTS: 'true', WAIAAS_RPC_SOLANA_DEVNET: 'http://own' });
    expect(config.get('rpc.solana_devnet')).toEqual(['http://own']);
    expect(config.get('rpc.evm_base_mainnet')).toEqual(['https://mainnet.base.org']);
    expect(config.isPinned('rpc.evm_base_mainnet')).toBe(false);
  });

  it('treat an empty variable as not set', () => {
    expect(load({ WAIAAS_DAEMON_PORT: '', WAIAAS_PRICES_PYTH_URL: '' }).source('daemon.port')).toBe('default');
  });

  it('read prices as JSON and as pairs', () => {
    const prices = (text: string) => load({ WAIAAS_PRICES_FIXED: text }).get('prices.fixed');
    expect(prices('{"native:solana":"150","eip155:1/erc20:0xA0b8":{"usd":1,"setAt":1795330000}}')).toEqual({
      'native:solana': { usd: '150', setAt: null },
      'eip155:1/erc20:0xA0b8': { usd: '1', setAt: 1795330000 },
    });
    expect(prices('native:ethereum=2000,native:base-mainnet=1999.5')).toEqual({
      'native:ethereum': { usd: '2000', setAt: null },
      'native:base-mainnet': { usd: '1999.5', setAt: null },
    });
  });
});

describe('a start that would be misunderstood', () => {
  it('is stopped by a genesis for an EVM network, whose chain id nothing can replace', () => {
    expect(problemsOf(() => load({ WAIAAS_RPC_BASE_MAINNET_GENESIS: '1' }))).toEqual([
      'WAIAAS_RPC_BASE_MAINNET_GENESIS: must be left out: base-mainnet is known by its chain id, which cannot be replaced',
    ]);
  });

  it.each([
    ['WAIAAS_DAEMON_PROT', '1'],
    ['WAIAAS_SECURITY_RATE_LIMIT_SESION_RPM', '1'],
    ['WAIAAS_SOMETHING', '1'],
    ['WAIAAS_POLICY_DEFAULT_DENY', 'false'],
    ['WAIAAS_DAEMON_PORT_FILE', '/etc/hostname'],
    ['WAIAAS_RPC_EVM_NOWHERE', 'http://x'],
  ])('is stopped by the unknown variable %s', (name, value) => {
    expect(problemsOf(() => load({ [name]: value }))).toEqual([expect.stringContaining(name)]);
  });

  it('is not stopped by the variables of other programs', () => {
    const others = {
      WAIAAS_BASE_URL: 'x',
      WAIAAS_SESSION_TOKEN: 'x',
      WAIAAS_WALLET_ID: 'x',
      WAIAAS_CLI_X: 'x',
      WAIAAS_PROXY_BIND: 'x',
      WAIAAS_TEST_X: 'x',
      WAIAAS_AUTO_PROVISION: 'true',
    };
    expect(problemsOf(() => load({ ...others, WAIAAS_DATA_DIR: dataDirectory, PATH: '/bin', OTHER: 'x' }))).toEqual([]);
  });

  it.each([
    ['WAIAAS_DAEMON_PORT', 'hunter2'],
    ['WAIAAS_DAEMON_PORT', '65536'],
    ['WAIAAS_DAEMON_PORT', '-1'],
    ['WAIAAS_DAEMON_PORT', '3100.5'],
    ['WAIAAS_DAEMON_LOG_LEVEL', 'loud'],
    ['WAIAAS_DAEMON_PUBLIC_ORIGIN', 'https://wallet.example.org/'],
    ['WAIAAS_RPC_PUBLIC_DEFAULTS', 'yes'],
    ['WAIAAS_RPC_SOLANA_MAINNET', 'ftp://hunter2@x'],
    ['WAIAAS_RPC_SOLANA_DEVNET_GENESIS', 'hunter2'],
    ['WAIAAS_RPC_ETHEREUM_SEPOLIA_GENESIS', '31337'],
    ['WAIAAS_SECURITY_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['WAIAAS_SECURITY_TRUSTED_PROXIES', 'proxy'],
    ['WAIAAS_SECURITY_CORS_ORIGINS', '*'],
    ['WAIAAS_SECURITY_ALLOWED_HOSTS', 'http://a.example'],
    ['WAIAAS_SECURITY_RATE_LIMIT_TX_RPM', '0'],
    ['WAIAAS_SECURITY_RATE_LIMIT_TX_RPM', '10000001'],
    ['WAIAAS_CHAIN_POLL_MS', '1'],
    ['WAIAAS_PRICES_FIXED', '{"native:ethereum":-1}'],
    ['WAIAAS_PRICES_FIXED', '{"eth":1}'],
    ['WAIAAS_PRICES_FIXED', '{'],
    ['WAIAAS_DATABASE_URL', 'postgresql://hunter2@x/y'],
    ['WAIAAS_METRICS_PORT', '65536'],
  ])('is stopped by %s=%s, which is named and not quoted', (name, value) => {
    const problems = problemsOf(() => load({ [name]: value }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: must be `));
    expect(problems[0]).not.toContain('hunter2');
  });

  it('hears of everything at once, one line each', () => {
    writeToml('[daemon]\nprot = 1\nport = "x"\n[nowhere]\nx = 1\n');
    const problems = problemsOf(() => load({ WAIAAS_DAEMON_LOG_LEVEL: 'x', WAIAAS_X: '1' }, { 'daemon.nothing': '1' }));
    expect(problems).toHaveLength(6);
    for (const problem of problems) expect(problem).not.toContain('\n');
  });

  it('is stopped by a file that is no TOML, without quoting the line', () => {
    writeToml('[prices]\npyth_api_key = hunter2 oops\n');
    expect(problemsOf(load)).toEqual(['config.toml: line 2 is not TOML']);
  });
});

describe('a secret from a file', () => {
  it('is read without its final newline', () => {
    const file = path.join(dataDirectory, 'key');
    writeFileSync(file, 'abc\n');
    expect(load({ WAIAAS_PRICES_PYTH_API_KEY_FILE: file }).get('prices.pyth_api_key')).toBe('abc');
  });

  it('may not also be given directly, and must be readable', () => {
    const both = { WAIAAS_PRICES_PYTH_API_KEY: 'a', WAIAAS_PRICES_PYTH_API_KEY_FILE: path.join(dataDirectory, 'key') };
    expect(problemsOf(() => load(both))).toEqual([
      'WAIAAS_PRICES_PYTH_API_KEY and WAIAAS_PRICES_PYTH_API_KEY_FILE are both set; keep one',
    ]);
    expect(problemsOf(() => load({ WAIAAS_PRICES_PYTH_API_KEY_FILE: '/nowhere' }))).toEqual([
      'WAIAAS_PRICES_PYTH_API_KEY_FILE: the file cannot be read',
    ]);
  });
});

describe('the registry', () => {
  it('gives every setting an environment name of its own', () => {
    const names = SETTING_KEYS.map(environmentName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^WAIAAS_[A-Z0-9_]+$/);
  });

  it('accepts its own defaults and their text', () => {
    for (const key of SETTING_KEYS) {
      const { parse, default: preset } = settingDefinition(key);
      expect([key, parse(preset)]).toEqual([key, preset]);
      if (typeof preset === 'number' || typeof preset === 'boolean') expect([key, parse(String(preset))]).toEqual([key, preset]);
    }
  });
});
