import { DomainError, validationError, type Intent, type SolanaTokenLeg } from '@waiaas/core';
import { asTokenTransfer } from '../build/nft-transfer.js';
import { operationsOf, type Operation } from '../build/operations.js';
import { associatedAccount } from '../tokens/associated-account.js';
import { mintState, tokenAccountState, type MintState } from '../tokens/token-state.js';
import type { KnownAccounts } from './named-accounts.js';

/** Rent of a token account by the extensions of its mint, lamports: a first figure, replaced by what the simulation shows. */
export type RentOf = (mint: MintState) => bigint;

/**
 * How each token of a request is reached.
 *
 * @throws DomainError `TOKEN_NOT_FOUND`, `TOKEN_METADATA_MISMATCH`, or `VALIDATION_FAILED` for a recipient that would lose the tokens.
 */
export function tokenLegs(intent: Intent, accounts: KnownAccounts, rentOf: RentOf): readonly SolanaTokenLeg[] {
  const legs: SolanaTokenLeg[] = [];
  for (const operation of operationsOf(intent)) {
    const leg = legFor(operation, accounts, rentOf);
    if (leg !== undefined && !legs.some(({ mint, to }) => mint === leg.mint && to === leg.to)) legs.push(leg);
  }
  return legs;
}

function legFor(operation: Operation, accounts: KnownAccounts, rentOf: RentOf): SolanaTokenLeg | undefined {
  switch (operation.type) {
    case 'TRANSFER':
    case 'CONTRACT_CALL':
      return undefined;
    case 'NFT_TRANSFER':
      return legFor(asTokenTransfer(operation), accounts, rentOf);
    case 'APPROVE': {
      const { address, decimals } = operation.token;
      return { mint: address, program: knownMint(accounts, address, decimals).program };
    }
    case 'TOKEN_TRANSFER': {
      const { address, decimals } = operation.token;
      return transferLeg(operation.to, { address, ...knownMint(accounts, address, decimals) }, accounts, rentOf);
    }
  }
}

function knownMint(accounts: KnownAccounts, address: string, decimals: number): MintState {
  const mint = mintState(accounts.get(address));
  if (mint === undefined) throw new DomainError('TOKEN_NOT_FOUND');
  if (mint.decimals !== decimals) throw new DomainError('TOKEN_METADATA_MISMATCH', { details: { decimals: mint.decimals } });
  return mint;
}

function transferLeg(
  to: string,
  mint: MintState & { readonly address: string },
  accounts: KnownAccounts,
  rentOf: RentOf,
): SolanaTokenLeg {
  const { address, program } = mint;
  const direct = tokenAccountState(accounts.get(to));
  if (direct?.mint === address) return { mint: address, program, to, isDirect: true };
  // A token account or mint as the owner of a token account: nobody could ever sign for it.
  if (direct !== undefined) throw refused('other_mint', 'The recipient is a token account of another token.');
  if (mintState(accounts.get(to)) !== undefined) throw refused('is_mint', 'The recipient is the address of a token.');
  const held = tokenAccountState(accounts.get(associatedAccount(address, to, program)));
  if (held === undefined) return { mint: address, program, to, rentLamports: rentOf(mint).toString() };
  // The older token program lets an associated account be given away; paying into it would pay the new owner.
  if (held.owner !== to) throw refused('owner_changed', 'The token account of the recipient belongs to somebody else.');
  return { mint: address, program, to };
}

function refused(code: string, message: string): DomainError {
  return validationError([{ path: 'to', code, message }]);
}
