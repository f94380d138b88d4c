import type { TransactionFilter } from './transactions.queries';

export const STATUSES = [
  'QUEUED',
  'EXECUTING',
  'SUBMITTED',
  'CONFIRMED',
  'DENIED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
  'SIGNED',
] as const;

/** What the address of a list says: a link leads to the same rows, and going back to those before. */
export type TransactionPlace = Omit<TransactionFilter, 'wallet_id'>;

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_SEARCH = 128;

/** Ids, hashes and addresses have no other characters. */
export function searchable(text: string): string {
  return text.replace(/[^0-9A-Za-z-]/g, '').slice(0, MAX_SEARCH);
}

/** An address may be written by anybody: what cannot be meant is left out. */
export function placeIn(params: URLSearchParams): TransactionPlace {
  const id = (name: string): string => ID.exec(params.get(name) ?? '')?.[0] ?? '';
  const cursor = id('cursor');
  return withoutEmpty({
    status: STATUSES.find((status) => status === params.get('status')) ?? '',
    search: searchable(params.get('search') ?? ''),
    cursor,
    newerCursor: cursor === '' ? id('newer') : '',
  });
}

export function paramsOf({ status = '', search = '', cursor = '', newerCursor = '' }: TransactionPlace): Record<string, string> {
  return withoutEmpty({ status, search, cursor, newer: newerCursor });
}

function withoutEmpty(members: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ''));
}
