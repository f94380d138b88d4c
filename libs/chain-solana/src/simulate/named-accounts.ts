import { isDeepStrictEqual } from 'node:util';
import type { ContractCall, Intent } from '@waiaas/core';
import { instructionsOf } from '../build/contract-call.js';
import { operationsOf, type Operation } from '../build/operations.js';
import { tokenProgramAt } from '../program-ids.js';
import { readAccounts, type AccountState } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { associatedAccount } from '../tokens/associated-account.js';
import { tokenAccountState } from '../tokens/token-state.js';

const PROGRAMS = ['spl-token', 'spl-token-2022'] as const;

/** Every account a request touches, read at once. */
export type KnownAccounts = ReadonlyMap<string, AccountState | undefined>;

export async function readNamedAccounts(endpoint: Endpoint, intent: Intent): Promise<KnownAccounts> {
  const operations = operationsOf(intent);
  const addresses = [...new Set([intent.from, ...operations.flatMap((operation) => addressesOf(operation, intent.from))])];
  const accounts = await readAccounts(endpoint, addresses);
  return new Map(addresses.map((address, index) => [address, accounts[index]]));
}

export interface NamedTokenAccount {
  readonly address: string;
  readonly owner: string;
  readonly mint: string;
}

/** The token accounts a request names in place of their owners. */
export function namedTokenAccounts(intent: Intent, accounts: KnownAccounts): readonly NamedTokenAccount[] {
  const named = new Set(operationsOf(intent).flatMap(namedBy));
  return [...named].flatMap((address) => tokenAccountAt(address, accounts.get(address)));
}

/**
 * Passes them on where every other endpoint that answers names the same owners and mints. The person paid is judged by the owner: a node
 * that lies about it would have somebody paid whom no list allows.
 *
 * @throws DomainError `ADAPTER_NOT_AVAILABLE` where they differ, or nobody else answers where others are configured.
 */
export async function agreedTokenAccounts(
  endpoint: Endpoint,
  pool: EndpointPool,
  found: readonly NamedTokenAccount[],
): Promise<readonly NamedTokenAccount[]> {
  if (found.length === 0) return found;
  const addresses = found.map(({ address }) => address);
  await pool.confirm(endpoint, async (other) => {
    const accounts = await readAccounts(other, addresses);
    const told = addresses.flatMap((address, index) => tokenAccountAt(address, accounts[index]));
    return isDeepStrictEqual(told, found);
  });
  return found;
}

function tokenAccountAt(address: string, account: AccountState | undefined): readonly NamedTokenAccount[] {
  const state = tokenAccountState(account);
  return state === undefined ? [] : [{ address, owner: state.owner, mint: state.mint }];
}

function namedBy(operation: Operation): readonly string[] {
  switch (operation.type) {
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
      return [operation.to];
    case 'APPROVE':
      return [operation.spender];
    case 'CONTRACT_CALL':
      return tokenAccountsOf(operation);
  }
}

function tokenAccountsOf(call: ContractCall): readonly string[] {
  const instructions = instructionsOf(call).filter(({ programId }) => tokenProgramAt(programId) !== undefined);
  return instructions.flatMap(({ accounts }) => accounts.map(({ pubkey }) => pubkey));
}

function addressesOf(operation: Operation, from: string): readonly string[] {
  switch (operation.type) {
    case 'TRANSFER':
      return [operation.to];
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER': {
      const { address: mint } = operation.token;
      return [operation.to, mint, ...associatedAccounts(mint, from), ...associatedAccounts(mint, operation.to)];
    }
    case 'APPROVE':
      return [operation.spender, operation.token.address, ...associatedAccounts(operation.token.address, from)];
    case 'CONTRACT_CALL':
      return [...(operation.addressLookupTableAddresses ?? []), ...tokenAccountsOf(operation)];
  }
}

function associatedAccounts(mint: string, owner: string): readonly string[] {
  return PROGRAMS.map((program) => associatedAccount(mint, owner, program));
}
