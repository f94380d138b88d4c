import { AddressLookupTableAccount, AddressLookupTableProgram } from '@solana/web3.js';
import { validationError, type Intent } from '@waiaas/core';
import type { SolanaParams } from '../build/build-message.js';
import { operationsOf } from '../build/operations.js';
import type { AccountState } from '../rpc/accounts.js';
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

function addressesIn(account: AccountState | undefined): readonly string[] {
  const isTable = account?.owner === AddressLookupTableProgram.programId.toBase58() && account.data.length >= META_BYTES;
  if (!isTable) throw refused('not_found', 'There is no lookup table at this address.');
  const table = new AddressLookupTableAccount({
    key: AddressLookupTableProgram.programId,
    state: AddressLookupTableAccount.deserialize(account.data),
  });
  if (!table.isActive()) throw refused('deactivated', 'The lookup table is being closed.');
  return table.state.addresses.map((key) => key.toBase58());
}

function refused(code: string, message: string): Error {
  return validationError([{ path: 'addressLookupTableAddresses', code, message }]);
}
