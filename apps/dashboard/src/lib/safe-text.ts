const MAX_LENGTH = 300;
// Marks that turn the reading direction, join or hide: a name may use them to look like another one.
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e01ef}]/gu;

const shown = (mark: string): string => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Text of strangers: what cannot be seen is made visible, and nothing is endless. */
export function safeText(text: string, maxLength = MAX_LENGTH): string {
  const characters = [...text];
  const cut = characters.length > maxLength ? [...characters.slice(0, maxLength), '…'] : characters;
  return cut.join('').replace(INVISIBLE, shown);
}
