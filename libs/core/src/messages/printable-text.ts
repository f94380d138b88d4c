// Controls, halves of characters, unassigned and private ones, and marks that reorder or hide the text around them.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** Whether a person sees all of a text: nothing in it is invisible but spaces and line feeds. */
export function isPrintable(text: string): boolean {
  return text !== '' && !UNPRINTABLE.test(text.replaceAll('\n', ''));
}
