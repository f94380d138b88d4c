import { describe, expect, it } from 'vitest';
import { isUsablePassword } from './change-master-password.dto.js';

describe('a new master password', () => {
  it.each([['twelve chars'], ['пароль-длинный'], ['🔑'.repeat(12)], ['x'.repeat(1024)]])('may be %s', (password) => {
    expect(isUsablePassword(password)).toBe(true);
  });

  // HTTP cuts white space off the ends of a header and refuses control characters: such a password could never be sent back.
  it.each([
    ['short', 'eleven char'],
    ['longer than a header may be', 'x'.repeat(1025)],
    ['longer in bytes than in characters', '🔑'.repeat(257)],
    ['with a line break', 'twelve\nchars!'],
    ['with a space at its end', 'twelve chars '],
    ['no text', 123456789012],
  ])('may not be %s', (_case, password) => {
    expect(isUsablePassword(password)).toBe(false);
  });
});
