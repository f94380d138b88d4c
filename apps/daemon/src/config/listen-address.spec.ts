import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { listenAddress } from './listen-address.js';
import { loadConfig } from './load-config.js';

const config = (flags: Record<string, string>) => loadConfig({ dataDirectory: '/nowhere', environment: {}, flags });

describe('the address to listen on', () => {
  it('is loopback unless told otherwise', () => {
    expect(listenAddress(config({}), false)).toBe('127.0.0.1');
    expect(listenAddress(config({ 'daemon.hostname': '::1' }), false)).toBe('::1');
  });

  it.each(['0.0.0.0', '::', '192.168.1.10', 'example.org'])(
    'is never %s outside a container without its owner saying so',
    (hostname) => {
      expect(() => listenAddress(config({ 'daemon.hostname': hostname }), false)).toThrow(ConfigError);
      expect(listenAddress(config({ 'daemon.hostname': hostname }), true)).toBe(hostname);
      expect(listenAddress(config({ 'daemon.hostname': hostname, 'daemon.allow_non_loopback': 'true' }), false)).toBe(hostname);
    },
  );
});
