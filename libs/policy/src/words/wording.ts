import { REASONS } from './reasons.js';
import { WISHES } from './wishes.js';

export const WORDINGS = { ...REASONS, ...WISHES } as const;

export type WordingCode = keyof typeof WORDINGS;

/** A sentence before any language: what it says by its code, and what it says it of. */
export interface Wording {
  readonly code: WordingCode;
  readonly values: Readonly<Record<string, string>>;
}

type Places<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;

/**
 * A sentence of the engine, with exactly the values its text has places for.
 *
 * @example say('FEES_PASS', { amount: '21000' })
 */
export function say<Code extends WordingCode>(
  code: Code,
  values: Readonly<Record<Places<(typeof WORDINGS)[Code]>, string>>,
): Wording {
  return { code, values };
}

/** The sentence in English. Each place is filled once: what stands in a value is never taken for a place. */
export function wordingText({ code, values }: Wording): string {
  return WORDINGS[code].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
