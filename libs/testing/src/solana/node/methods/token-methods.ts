import { AccountLayout, MintLayout, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID, type RawAccount } from '@solana/spl-token';
import { addressParam, isRecord, optionsOf, withContext, type Call, type MethodTable } from '../call.js';
import { encodeAccount, isTokenAccount, mintDecimals, tokenAmount } from '../encoded-account.js';
import { invalidParams } from '../rpc-error.js';

const PROGRAMS = [TOKEN_PROGRAM_ID.toBase58(), TOKEN_2022_PROGRAM_ID.toBase58()];

function wantedBy(filter: unknown): { readonly programs: readonly string[]; readonly mint: string | undefined } {
  if (!isRecord(filter)) throw invalidParams('Invalid params: expected a filter');
  const { mint, programId } = filter;
  if (typeof mint === 'string') return { programs: PROGRAMS, mint };
  if (typeof programId === 'string' && PROGRAMS.includes(programId)) return { programs: [programId], mint: undefined };
  throw invalidParams('Invalid param: unrecognized Token program id');
}

function listBy(call: Call, isWanted: (account: RawAccount) => boolean): unknown {
  const { programs, mint } = wantedBy(call.params[1]);
  const options = optionsOf(call, 2);
  const found = programs
    .flatMap((program) => call.chain.bank.programAccounts(program))
    .filter(isTokenAccount)
    .filter((account) => {
      const raw = AccountLayout.decode(account.data);
      return isWanted(raw) && (mint === undefined || raw.mint.toBase58() === mint);
    })
    .map((account) => ({ pubkey: account.address, account: encodeAccount(call.chain.bank, account, options) }));
  return withContext(call, options, found);
}

function accountBalance(call: Call): unknown {
  const account = call.chain.bank.account(addressParam(call, 0));
  if (account === undefined || !isTokenAccount(account)) throw invalidParams('Invalid param: could not find account');
  const raw = AccountLayout.decode(account.data);
  return withContext(call, optionsOf(call, 1), tokenAmount(raw.amount, mintDecimals(call.chain.bank, raw.mint.toBase58())));
}

function supply(call: Call): unknown {
  const mint = addressParam(call, 0);
  const decimals = mintDecimals(call.chain.bank, mint);
  const data = call.chain.bank.account(mint)?.data ?? new Uint8Array();
  return withContext(call, optionsOf(call, 1), tokenAmount(MintLayout.decode(data).supply, decimals));
}

export const TOKEN_METHODS: MethodTable = {
  getTokenAccountsByOwner: (call) => {
    const owner = addressParam(call, 0);
    return listBy(call, (account) => account.owner.toBase58() === owner);
  },
  getTokenAccountsByDelegate: (call) => {
    const delegate = addressParam(call, 0);
    return listBy(call, (account) => account.delegateOption === 1 && account.delegate.toBase58() === delegate);
  },
  getTokenAccountBalance: accountBalance,
  getTokenSupply: supply,
};
