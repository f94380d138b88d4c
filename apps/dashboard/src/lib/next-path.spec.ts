import { describe, expect, it } from 'vitest';
import { nextPath } from './next-path';

describe('where a login leads', () => {
  it('is the page that was asked for', () => {
    expect(nextPath('next=%2Fwallets%2F1%3Ftab%3Downer')).toBe('/wallets/1?tab=owner');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', 'wallets'])(
    'is never %j',
    (next) => {
      expect(nextPath(new URLSearchParams({ next }).toString())).toBe('/');
    },
  );
});
