// Controls, format characters (bidirectional overrides, zero-width joiners), separators of lines and paragraphs, unpaired surrogates.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const MAX_CHARACTERS = 64;

/** Text a token or program says of itself, fit for one line: nothing invisible, bounded. Anybody can write anything there. */
export function untrustedText(text: string, limit = MAX_CHARACTERS): string {
  return Array.from(text.replace(UNPRINTABLE, '').trim()).slice(0, limit).join('');
}
