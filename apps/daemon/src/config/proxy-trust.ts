import { ConfigError } from './config-error.js';
import type { Config } from './config.js';

/** A trusted proxy that is more than one address. */
export function isAddressRange(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  return prefix !== undefined && Number(prefix) < (address.includes(':') ? 128 : 32);
}

/**
 * Whoever is in the range may say who is asking: every neighbour container counts as the proxy. So a range takes a second setting.
 *
 * @throws ConfigError
 */
export function checkProxyTrust(config: Config): void {
  if (config.get('security.allow_proxy_ranges') || !config.get('security.trusted_proxies').some(isAddressRange)) return;
  throw new ConfigError([
    'security.trusted_proxies: a range trusts every address in it; name the proxy alone, or set WAIAAS_SECURITY_ALLOW_PROXY_RANGES=true',
  ]);
}
