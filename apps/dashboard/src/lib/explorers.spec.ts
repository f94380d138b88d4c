import { describe, expect, it } from 'vitest';
import { explorerLink } from './explorers';

describe('a link to an explorer', () => {
  it('goes below the named site and keeps what chooses the network there', () => {
    expect(explorerLink('https://scan.example', 'tx', '0xab')).toBe('https://scan.example/tx/0xab');
    expect(explorerLink('https://scan.example/eth/', 'address', '0xab')).toBe('https://scan.example/eth/address/0xab');
    expect(explorerLink('https://scan.example/?cluster=devnet', 'tx', '5sig')).toBe(
      'https://scan.example/tx/5sig?cluster=devnet',
    );
  });

  it.each([undefined, null, '', 'scan.example', 'http://scan.example', 'javascript:alert(1)', 'https://me:secret@scan.example'])(
    'is none where the site is %s',
    (base) => {
      expect(explorerLink(base, 'tx', '0xab')).toBeUndefined();
    },
  );

  it('cannot leave its place by the id', () => {
    expect(explorerLink('https://scan.example/eth', 'tx', '../../x?y#z')).toBe('https://scan.example/eth/tx/..%2F..%2Fx%3Fy%23z');
  });
});
