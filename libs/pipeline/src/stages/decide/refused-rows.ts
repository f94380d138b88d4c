import { DomainError } from '@waiaas/core';
import type { NewTransaction } from '../../ports/ledger.port.js';

const ROWS = new WeakMap<object, NewTransaction>();

/** Runs a check that refuses by what it throws, and remembers with the refusal what was asked: no row will tell of it. */
export async function rememberRefused(row: NewTransaction, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof DomainError) ROWS.set(error, row);
    throw error;
  }
}

/** What was asked, of a refusal that left no row; undefined of every other error. */
export function refusedRowOf(error: unknown): NewTransaction | undefined {
  return typeof error === 'object' && error !== null ? ROWS.get(error) : undefined;
}
