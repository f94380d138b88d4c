import { AddressLookupTableAccount, AddressLookupTableProgram } from '@solana/web3.js';
import { validationError, type Intent } from '@waiaas/core';
import type { SolanaParams } from '../build/build-message.js';
import { operationsOf } from '../build/operations.js';
import { readAccounts, type AccountState } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import type { KnownAccounts } from './named-accounts.js';

type LookupTables = NonNullable<SolanaParams['lookupTables']>;

const META_BYTES = 56;

/** The lookup tables a request names, as they are now: they can grow, what they hold never changes. */
export function lookupTablesOf(intent: Intent, accounts: KnownAccounts): LookupTables {
  const named = operationsOf(intent).flatMap((operation) =>
    operation.type === 'CONTRACT_CALL' ? (operation.addressLookupTableAddresses ?? []) : [],
  );
  return [...new Set(named)].map((address) => ({ address, addresses: addressesIn(accounts.get(address)) }));
}

/**
 * The part of the tables that every endpoint answers alike. The bytes that are signed name places in a table: a node that lies
 * about what stands there would have another account paid than the one that was judged. What is not agreed on is not used.
 */
export async function agreedTables(endpoint: Endpoint, pool: EndpointPool, tables: LookupTables): Promise<LookupTables> {
  if (tables.length === 0) return tables;
  const named = tables.map(({ address }) => address);
  const others = await pool.askOthers(endpoint, (other) => readAccounts(other, named));
  return tables.map(({ address, addresses }, index) => {
    const told = others.map((accounts) => tableIn(accounts[index])?.addresses ?? []);
    return { address, addresses: addresses.slice(0, agreedLength(addresses, told)) };
  });
}

function agreedLength(addresses: readonly string[], others: readonly (readonly string[])[]): number {
  const disputed = addresses.findIndex((address, index) => others.some((other) => other[index] !== address));
  return disputed < 0 ? addresses.length : disputed;
}

interface Table {
  readonly addresses: readonly string[];
  readonly isActive: boolean;
}

function tableIn(account: AccountState | undefined): Table | undefined {
  const isTable = account?.owner === AddressLookupTableProgram.programId.toBase58() && account.data.length >= META_BYTES;
  if (!isTable) return undefined;
  const table = new AddressLookupTableAccount({
    key: AddressLookupTableProgram.programId,
    state: AddressLookupTableAccount.deserialize(account.data),
  });
  return { addresses: table.state.addresses.map((key) => key.toBase58()), isActive: table.isActive() };
}

function addressesIn(account: AccountState | undefined): readonly string[] {
  const table = tableIn(account);
  if (table === undefined) throw refused('not_found', 'There is no lookup table at this address.');
  if (!table.isActive) throw refused('deactivated', 'The lookup table is being closed.');
  return table.addresses;
}

function refused(code: string, message: string): Error {
  return validationError([{ path: 'addressLookupTableAddresses', code, message }]);
}
