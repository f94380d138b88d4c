import { AccountLayout, AccountState, MintLayout, NATIVE_MINT, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { base58 } from '@scure/base';
import { isRecord } from './call.js';
import { invalidParams } from './rpc-error.js';
import type { StoredAccount, SvmBank } from './svm-bank.js';

const PROGRAM_NAMES = new Map([
  [TOKEN_PROGRAM_ID.toBase58(), 'spl-token'],
  [TOKEN_2022_PROGRAM_ID.toBase58(), 'spl-token-2022'],
]);
const TOKEN_ACCOUNT_SIZE = 165;
const MINT_SIZE = 82;

export function isTokenProgram(owner: string): boolean {
  return PROGRAM_NAMES.has(owner);
}

/** A token account is 165 bytes, or longer with the type byte 2 behind them. */
export function isTokenAccount(account: StoredAccount): boolean {
  if (!isTokenProgram(account.owner)) return false;
  return account.data.length === TOKEN_ACCOUNT_SIZE || account.data[TOKEN_ACCOUNT_SIZE] === 2;
}

function isMint(account: StoredAccount): boolean {
  if (!isTokenProgram(account.owner)) return false;
  return account.data.length === MINT_SIZE || account.data[TOKEN_ACCOUNT_SIZE] === 1;
}

export function tokenAmount(amount: bigint, decimals: number): unknown {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const fraction = decimals === 0 ? '' : digits.slice(-decimals).replace(/0+$/, '');
  const whole = decimals === 0 ? digits : digits.slice(0, -decimals);
  const uiAmountString = fraction === '' ? whole : `${whole}.${fraction}`;
  return { amount: amount.toString(), decimals, uiAmount: Number(uiAmountString), uiAmountString };
}

export function mintDecimals(bank: SvmBank, mint: string): number {
  const account = bank.account(mint);
  if (account === undefined || !isMint(account)) throw invalidParams('Invalid param: not a Token mint');
  return MintLayout.decode(account.data).decimals;
}

function parsedTokenAccount(bank: SvmBank, account: StoredAccount): unknown {
  const raw = AccountLayout.decode(account.data);
  const mint = raw.mint.toBase58();
  return {
    type: 'account',
    info: {
      mint,
      owner: raw.owner.toBase58(),
      isNative: raw.mint.equals(NATIVE_MINT),
      state: raw.state === AccountState.Frozen ? 'frozen' : 'initialized',
      tokenAmount: tokenAmount(raw.amount, mintDecimals(bank, mint)),
      ...(raw.delegateOption === 0 ? {} : { delegate: raw.delegate.toBase58() }),
    },
  };
}

function parsedMint(account: StoredAccount): unknown {
  const raw = MintLayout.decode(account.data);
  return {
    type: 'mint',
    info: {
      decimals: raw.decimals,
      supply: raw.supply.toString(),
      isInitialized: raw.isInitialized,
      mintAuthority: raw.mintAuthorityOption === 0 ? null : raw.mintAuthority.toBase58(),
      freezeAuthority: raw.freezeAuthorityOption === 0 ? null : raw.freezeAuthority.toBase58(),
    },
  };
}

function parsedData(bank: SvmBank, account: StoredAccount): unknown {
  const program = PROGRAM_NAMES.get(account.owner);
  if (program === undefined) return undefined;
  if (isTokenAccount(account)) return { program, space: account.data.length, parsed: parsedTokenAccount(bank, account) };
  return isMint(account) ? { program, space: account.data.length, parsed: parsedMint(account) } : undefined;
}

function sliced(data: Uint8Array, slice: unknown): Buffer {
  const bytes = Buffer.from(data);
  if (!isRecord(slice)) return bytes;
  const offset = Number(slice['offset']);
  return bytes.subarray(offset, offset + Number(slice['length']));
}

/** An account as getAccountInfo and its relatives print it. */
export function encodeAccount(bank: SvmBank, account: StoredAccount, options: Readonly<Record<string, unknown>>): unknown {
  const encoding = options['encoding'] ?? 'base58';
  const data = sliced(account.data, options['dataSlice']);
  const parsed = encoding === 'jsonParsed' ? parsedData(bank, account) : undefined;
  const plain = encoding === 'base58' ? [base58.encode(data), 'base58'] : [data.toString('base64'), 'base64'];
  return {
    data: parsed ?? plain,
    executable: account.executable,
    lamports: Number(account.lamports),
    owner: account.owner,
    rentEpoch: 0,
    space: account.data.length,
  };
}
