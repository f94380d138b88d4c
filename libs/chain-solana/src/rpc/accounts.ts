import { contextValue, lamports, list, record, text } from './answer-shape.js';
import type { Endpoint } from './endpoint.js';
import { garbage } from './rpc-failure.js';

export interface AccountState {
  readonly lamports: bigint;
  /** The program that owns it. */
  readonly owner: string;
  readonly isExecutable: boolean;
  /** At most the first `DATA_LIMIT` bytes. */
  readonly data: Buffer;
}

/** Anybody can name an account of megabytes as a recipient; mints, token accounts and lookup tables are far smaller than this. */
export const DATA_LIMIT = 9_000;
const PER_CALL = 100;
const CONFIG = { commitment: 'confirmed', encoding: 'base64', dataSlice: { offset: 0, length: DATA_LIMIT } };

/** The accounts at these addresses in their order, at commitment `confirmed`; undefined where there is none. */
export async function readAccounts(
  endpoint: Endpoint,
  addresses: readonly string[],
): Promise<readonly (AccountState | undefined)[]> {
  const calls: Promise<readonly (AccountState | undefined)[]>[] = [];
  for (let start = 0; start < addresses.length; start += PER_CALL)
    calls.push(readSome(endpoint, addresses.slice(start, start + PER_CALL)));
  return (await Promise.all(calls)).flat();
}

async function readSome(endpoint: Endpoint, addresses: readonly string[]): Promise<readonly (AccountState | undefined)[]> {
  const result = await endpoint.call('getMultipleAccounts', addresses, CONFIG);
  const accounts = list(contextValue(result, 'accounts'), 'accounts', addresses.length);
  return accounts.map((account) => (account === null ? undefined : parseAccount(account)));
}

export function parseAccount(value: unknown): AccountState {
  const account = record(value, 'account');
  const [data, encoding] = list(account['data'], 'account data', 2);
  if (encoding !== 'base64') throw garbage('account encoding');
  return {
    lamports: lamports(account['lamports'], 'account lamports'),
    owner: text(account['owner'], 'account owner'),
    isExecutable: account['executable'] === true,
    data: Buffer.from(text(data, 'account data'), 'base64'),
  };
}
