import { ConfigError } from './config-error.js';
import type { Config } from './config.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

/** The address to listen on. Anything but loopback needs a container around it, or its owner's word. */
export function listenAddress(config: Config, inContainer: boolean): string {
  const hostname = config.get('daemon.hostname') ?? '127.0.0.1';
  const isAllowed = isLoopbackName(hostname) || inContainer || config.get('daemon.allow_non_loopback');
  if (isAllowed) return hostname;
  throw new ConfigError([
    'daemon.hostname: only loopback is listened on outside a container, and with the network of the machine (--network=host); ' +
      'WAIAAS_DAEMON_ALLOW_NON_LOOPBACK=true overrides this',
  ]);
}
