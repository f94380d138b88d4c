import { readAccounts } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { associatedAccount } from './associated-account.js';
import { mintState, tokenAccountState } from './token-state.js';

/** Base units in the owner's associated account of this mint, which is the account every transfer here draws on; 0 where there is none. */
export async function readTokenBalance(endpoint: Endpoint, owner: string, mint: string): Promise<bigint> {
  const programs = ['spl-token', 'spl-token-2022'] as const;
  const addresses = programs.map((program) => associatedAccount(mint, owner, program));
  const [mintAccount, ...accounts] = await readAccounts(endpoint, [mint, ...addresses]);
  const program = mintState(mintAccount)?.program;
  if (program === undefined) return 0n;
  const held = tokenAccountState(accounts[programs.indexOf(program)]);
  return held?.owner === owner && held.mint === mint ? held.amount : 0n;
}
