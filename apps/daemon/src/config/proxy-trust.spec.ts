import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { checkProxyTrust } from './proxy-trust.js';

const config = (proxies: string, flags: Record<string, string> = {}) =>
  loadConfig({ dataDirectory: '/nowhere', environment: {}, flags: { 'security.trusted_proxies': proxies, ...flags } });

describe('trust in proxies', () => {
  it.each(['10.0.0.0/8', '172.31.251.3,172.31.251.0/24', 'fd00::/64', '0.0.0.0/0'])('in %s needs a second setting', (proxies) => {
    expect(() => checkProxyTrust(config(proxies))).toThrow(ConfigError);
    expect(() => checkProxyTrust(config(proxies, { 'security.allow_proxy_ranges': 'true' }))).not.toThrow();
  });

  it.each(['', '172.31.251.3', '172.31.251.3/32,fd00::1/128'])('in %j needs nothing more', (proxies) => {
    expect(() => checkProxyTrust(config(proxies))).not.toThrow();
  });
});
