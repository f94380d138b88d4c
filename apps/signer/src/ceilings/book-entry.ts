import type { KeyCeiling } from '@waiaas/core';
import { isKeyCeiling } from '@waiaas/keystore';

/** One line of what the signer remembers about ceilings. Times are Unix seconds. */
export type BookEntry =
  /** From here on earlier signatures are not known, and count as everything until then. */
  | { readonly k: 'unknown'; readonly at: number; readonly until: number }
  /** The ceiling in force, whatever an older blob says. `isNew`: before it the day had no limit, so nothing unknown counts. */
  | { readonly k: 'ceiling'; readonly at: number; readonly wallet: string; readonly ceiling: KeyCeiling; readonly isNew: boolean }
  | {
      readonly k: 'signed';
      readonly at: number;
      readonly wallet: string;
      readonly digest: string;
      readonly slot: string | null;
      readonly native: string;
    }
  /** Signatures of the hour up to `at`, summed. */
  | { readonly k: 'earlier'; readonly at: number; readonly wallet: string; readonly native: string }
  /** Nothing is signed from here on but what goes to the owners named, by wallet. */
  | { readonly k: 'frozen'; readonly at: number; readonly owners: Readonly<Record<string, string>> }
  | { readonly k: 'thawed'; readonly at: number }
  /** An owner's text that was used, and for what. */
  | { readonly k: 'consent'; readonly at: number; readonly nonce: string; readonly use: string; readonly until: number };

const AMOUNT = /^(?:0|[1-9][0-9]{0,89})$/;

type Members = Readonly<Record<string, unknown>>;

const SHAPES: Readonly<Record<BookEntry['k'], (entry: Members) => boolean>> = {
  unknown: (entry) => isTime(entry['until']),
  ceiling: (entry) => isText(entry['wallet']) && isKeyCeiling(entry['ceiling']) && typeof entry['isNew'] === 'boolean',
  signed: (entry) => isText(entry['wallet']) && isText(entry['digest']) && isSlot(entry['slot']) && isAmount(entry['native']),
  earlier: (entry) => isText(entry['wallet']) && isAmount(entry['native']),
  frozen: (entry) => isTextsByText(entry['owners']),
  thawed: () => true,
  consent: (entry) => isText(entry['nonce']) && isText(entry['use']) && isTime(entry['until']),
};

/** The entry of one line of JSON; undefined for anything else. */
export function parseEntry(json: string): BookEntry | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(json);
  } catch {
    return undefined;
  }
  return isEntry(entry) ? entry : undefined;
}

function isEntry(value: unknown): value is BookEntry {
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Members;
  const kind = members['k'];
  return (
    typeof kind === 'string' && Object.hasOwn(SHAPES, kind) && isTime(members['at']) && SHAPES[kind as BookEntry['k']](members)
  );
}

function isTextsByText(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isSlot(value: unknown): boolean {
  return value === null || isText(value);
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value);
}

function isAmount(value: unknown): boolean {
  return typeof value === 'string' && AMOUNT.test(value);
}
