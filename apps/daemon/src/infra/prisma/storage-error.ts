import { DomainError } from '@waiaas/core';

/** SQLite's primary result names that mean: this statement is fine, the place it should be written to or read from is not. */
const UNUSABLE =
  /SQLITE_(FULL|READONLY|IOERR|CANTOPEN|BUSY|LOCKED|NOMEM|CORRUPT|NOTADB)|database or disk is full|readonly database|disk I\/O error|unable to open database|image is malformed|not a database/i;
/** Prisma's own codes for: not reached in time, could not start a transaction in time. */
const UNREACHED = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
const DEPTH = 5;

/** DomainError `STORAGE_UNAVAILABLE` for an error that says the database cannot work now; undefined for any other. */
export function asStorageError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return undefined;
  const isStorage = chain(error).some((link) => UNREACHED.has(link.code) || UNUSABLE.test(`${link.code} ${link.text}`));
  return isStorage ? new DomainError('STORAGE_UNAVAILABLE', { cause: error }) : undefined;
}

/** Whether another process holds the lock this statement needs. */
export function isBusy(error: unknown): boolean {
  return chain(error).some((link) => /^SQLITE_(BUSY|LOCKED)/.test(link.code));
}

interface Link {
  readonly code: string;
  readonly text: string;
}

/** An error, its causes and the driver's error that Prisma keeps in `meta`: the reason stands in any of them. */
function chain(error: unknown, depth = DEPTH): readonly Link[] {
  if (depth === 0 || typeof error !== 'object' || error === null) return [];
  const link: Link = {
    code: text(error, 'code') || text(error, 'originalCode'),
    text: `${text(error, 'message')} ${text(error, 'originalMessage')}`,
  };
  const meta = member(error, 'meta');
  return [link, ...chain(member(error, 'cause'), depth - 1), ...chain(member(meta, 'driverAdapterError'), depth - 1)];
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown, key: string): string {
  const found = member(value, key);
  return typeof found === 'string' ? found : '';
}
