// Controls, format characters (bidirectional overrides, zero-width joiners), line and paragraph separators, unpaired surrogates.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const MAX_CHARACTERS = 120;

/** Text of a caller, a chain or an operator, fit for one line of a message: nothing invisible, nothing that opens another line, not long. */
export function printable(text: string): string {
  const characters = Array.from(text.replaceAll(UNPRINTABLE, ''));
  return characters.length <= MAX_CHARACTERS ? characters.join('') : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
