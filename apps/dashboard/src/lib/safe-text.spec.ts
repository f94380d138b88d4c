import { describe, expect, it } from 'vitest';
import { safeText } from './safe-text';

describe('text of strangers', () => {
  it.each([
    ['USDC\u202Etxt.exe', 'USDC⟨U+202E⟩txt.exe'],
    ['US\u200BDC', 'US⟨U+200B⟩DC'],
    ['a\u0000b\nc', 'a⟨U+0000⟩b⟨U+000A⟩c'],
    ['tag\u{E0041}', 'tag⟨U+E0041⟩'],
    ['hangul filler \u3164', 'hangul filler ⟨U+3164⟩'],
    ['<b>bold</b> 한국어 café', '<b>bold</b> 한국어 café'],
  ])('shows what cannot be seen in %j', (text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  it('is never endless, and cuts between characters', () => {
    expect([...safeText('😀'.repeat(10_000), 50)]).toHaveLength(51);
  });
});
