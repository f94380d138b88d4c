import { existsSync } from 'node:fs';
import { ConfigError } from './config-error.js';
import type { Config } from './config.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/** Files that container runtimes leave in every container. */
export function isInContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}

/** The address to listen on. Anything but loopback needs a container around it, or its owner's word. */
export function listenAddress(config: Config, inContainer = isInContainer()): string {
  const hostname = config.get('daemon.hostname') ?? '127.0.0.1';
  const isAllowed = LOOPBACK.has(hostname) || inContainer || config.get('daemon.allow_non_loopback');
  if (isAllowed) return hostname;
  throw new ConfigError([
    'daemon.hostname: only loopback is listened on outside a container; WAIAAS_DAEMON_ALLOW_NON_LOOPBACK=true overrides this',
  ]);
}
