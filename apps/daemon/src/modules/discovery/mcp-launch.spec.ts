import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DefaultConfig } from '../../../test/owners/owners-fixture.js';
import { ListeningAddress } from '../../common/http/listening-address.js';
import { claudeDesktopConfig } from './claude-config.js';
import { McpLaunch } from './mcp-launch.js';

const SERVER = { walletId: 'w', walletName: 'Trading', tokenPath: '/tokens/w.token' };

function configFrom({ inContainer = false, hostname = '127.0.0.1' } = {}) {
  const address = new ListeningAddress(new DefaultConfig({ 'daemon.public_origin': 'https://wallet.example.org' }));
  address.listensOn(4000, hostname);
  const { mcpServers } = claudeDesktopConfig(SERVER, new McpLaunch({ inContainer, gateways: [] }, address));
  return mcpServers['waiaas-trading'];
}

describe('how an MCP client starts its server', () => {
  it('is by the file that came with the daemon, with the program that runs it', () => {
    const config = configFrom();
    expect([config?.command, config?.args.length]).toEqual([process.execPath, 1]);
    expect(existsSync(path.join(path.dirname(config?.args[0] ?? ''), '..', 'package.json'))).toBe(true);
  });

  it('is inside of the container where the token is, with the variables handed in', () => {
    const config = configFrom({ inContainer: true, hostname: '0.0.0.0' });
    expect(config?.command).toBe('docker');
    expect(config?.args.slice(0, 4)).toEqual(['exec', '-i', '-e', 'WAIAAS_BASE_URL']);
    expect(config?.args.slice(-3, -1)).toEqual(['waiaas-daemon', 'node']);
    const passed = config?.args.filter((_, index) => config.args[index - 1] === '-e');
    expect(passed).toEqual(Object.keys(config?.env ?? {}));
  });

  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4000'],
    ['0.0.0.0', 'http://127.0.0.1:4000'],
    ['::', 'http://127.0.0.1:4000'],
    ['::1', 'http://[::1]:4000'],
    ['192.168.7.1', 'https://wallet.example.org'],
  ])('reaches a daemon that listens on %s by %s', (hostname, url) => {
    expect(configFrom({ hostname })?.env['WAIAAS_BASE_URL']).toBe(url);
  });
});
