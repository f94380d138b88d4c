import { describe, expect, it } from 'vitest';
import { PeerRule } from './peer-rule.js';

describe('who may connect', () => {
  const rule = new PeerRule(['172.18.0.1']);

  it.each(['127.0.0.1', '127.8.9.10', '::1', '172.18.0.1'])('%s may', (address) => {
    expect(rule.accepts({ address, isTrusted: false })).toBe(true);
  });

  it.each(['172.18.0.2', '10.0.0.1', '192.168.1.7', '2001:db8::1', 'fe80::1', '', '127.evil.example', '128.0.0.1'])(
    '%s may not',
    (address) => {
      expect(rule.accepts({ address, isTrusted: false })).toBe(false);
    },
  );

  it('a trusted proxy may', () => {
    expect(rule.accepts({ address: '10.0.0.1', isTrusted: true })).toBe(true);
  });
});
