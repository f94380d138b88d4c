import { AddressLookupTableAccount, AddressLookupTableProgram } from '@solana/web3.js';
import type { RawInstruction } from '../decode/decoded-instruction.js';
import type { AccountState } from '../rpc/accounts.js';
import type { RawMessage, TableLookup } from './read-message.js';
import { unreadable } from './refusal.js';

const META_BYTES = 56;

/** Addresses of the tables a message looks accounts up in. */
export function tablesOf({ lookups }: RawMessage): readonly string[] {
  return [...new Set(lookups.map(({ table }) => table))];
}

/**
 * Instructions with every account as an address. What a table holds never changes, it can only grow.
 *
 * @throws DomainError `INVALID_TRANSACTION` where a table or one of its entries does not exist.
 */
export function resolveInstructions(
  message: RawMessage,
  tables: ReadonlyMap<string, AccountState | undefined>,
): readonly RawInstruction[] {
  const entries = new Map(tablesOf(message).map((table) => [table, entriesOf(tables.get(table))]));
  const looked = (pick: (lookup: TableLookup) => readonly number[]): readonly string[] =>
    message.lookups.flatMap((lookup) => pick(lookup).map((index) => entryAt(entries.get(lookup.table) ?? [], index)));
  // The runtime puts all writable accounts of all tables before the read-only ones.
  const accounts = [...message.staticAccounts, ...looked(({ writable }) => writable), ...looked(({ readonly }) => readonly)];
  return message.instructions.map(({ program, accountIndexes, data }) => ({
    program,
    accounts: accountIndexes.map((index) => accounts[index] ?? ''),
    data,
  }));
}

function entriesOf(account: AccountState | undefined): readonly string[] {
  const isTable = account?.owner === AddressLookupTableProgram.programId.toBase58() && account.data.length >= META_BYTES;
  if (!isTable) throw unreadable('LOOKUP_TABLE');
  const state = AddressLookupTableAccount.deserialize(account.data);
  const table = new AddressLookupTableAccount({ key: AddressLookupTableProgram.programId, state });
  if (!table.isActive()) throw unreadable('LOOKUP_TABLE');
  return state.addresses.map((key) => key.toBase58());
}

function entryAt(entries: readonly string[], index: number): string {
  const entry = entries[index];
  if (entry === undefined) throw unreadable('LOOKUP_ENTRY');
  return entry;
}
