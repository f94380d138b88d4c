import { describe, expect, it } from 'vitest';
import { readSettings, type SettingsError } from './server-settings.js';

const FILE = { WAIAAS_SESSION_TOKEN_FILE: '/run/agent.token' };

describe('the settings of the server', () => {
  it('are where the daemon is, and the file of the token', () => {
    expect(readSettings(FILE)).toEqual({
      baseUrl: 'http://127.0.0.1:3100',
      tokenFile: '/run/agent.token',
      walletId: undefined,
      walletName: undefined,
    });
    expect(readSettings({ ...FILE, WAIAAS_BASE_URL: 'https://wallet.example.org:8443/' }).baseUrl).toBe(
      'https://wallet.example.org:8443',
    );
  });

  it.each([
    ['http://wallet.example.org:3100', 'in the clear'],
    ['http://192.168.1.2:3100', 'in the clear'],
    ['http://127.0.0.1.example.org', 'in the clear'],
    ['https://user:pass@wallet.example.org', 'alone'],
    ['https://wallet.example.org/v1', 'alone'],
    ['ftp://127.0.0.1', 'in the clear'],
    ['wallet', 'URL'],
  ])('refuse %s as the daemon, without repeating it', (url, why) => {
    expect(() => readSettings({ ...FILE, WAIAAS_BASE_URL: url })).toThrow(why);
    expect(() => readSettings({ ...FILE, WAIAAS_BASE_URL: url })).not.toThrow(url);
  });

  it('name everything that is wrong at once', () => {
    try {
      readSettings({ WAIAAS_BASE_URL: 'x', WAIAAS_SESSION_TOKEN_FILE: 'relative.token', WAIAAS_WALLET_ID: '../x' });
      expect.unreachable();
    } catch (error) {
      expect((error as SettingsError).problems).toHaveLength(3);
    }
  });
});
