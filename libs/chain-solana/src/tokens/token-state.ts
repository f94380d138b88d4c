import { ACCOUNT_SIZE, AccountLayout, MINT_SIZE, MintLayout, MULTISIG_SIZE } from '@solana/spl-token';
import { tokenProgramAt, type TokenProgram } from '../program-ids.js';
import { DATA_LIMIT, type AccountState } from '../rpc/accounts.js';
import { readExtensions, type MintExtensions } from './mint-extensions.js';

export interface MintState extends MintExtensions {
  readonly program: TokenProgram;
  readonly decimals: number;
}

export interface TokenAccountState {
  readonly program: TokenProgram;
  readonly mint: string;
  readonly owner: string;
  readonly amount: bigint;
}

const TYPE_MINT = 1;
const TYPE_ACCOUNT = 2;
const UNINITIALIZED = 0;

// Token-2022 puts a type byte behind the 165 bytes of an account, mints being padded to that length. A multisig has 355 bytes and no type.
function hasType(account: AccountState, plainSize: number, type: number): boolean {
  const { length } = account.data;
  if (length === plainSize) return true;
  return (
    tokenProgramAt(account.owner) === 'spl-token-2022' &&
    length > ACCOUNT_SIZE &&
    length !== MULTISIG_SIZE &&
    account.data[ACCOUNT_SIZE] === type
  );
}

/** The mint in an account; undefined where it is none. */
export function mintState(account: AccountState | undefined): MintState | undefined {
  const program = account === undefined ? undefined : tokenProgramAt(account.owner);
  if (account === undefined || program === undefined || !hasType(account, MINT_SIZE, TYPE_MINT)) return undefined;
  const mint = MintLayout.decode(account.data);
  if (!mint.isInitialized) return undefined;
  const tlv = account.data.subarray(ACCOUNT_SIZE + 1);
  return { program, decimals: mint.decimals, ...readExtensions(tlv, account.data.length >= DATA_LIMIT) };
}

/** The token account in an account; undefined where it is none. */
export function tokenAccountState(account: AccountState | undefined): TokenAccountState | undefined {
  const program = account === undefined ? undefined : tokenProgramAt(account.owner);
  if (account === undefined || program === undefined || !hasType(account, ACCOUNT_SIZE, TYPE_ACCOUNT)) return undefined;
  const state = AccountLayout.decode(account.data);
  if (Number(state.state) === UNINITIALIZED) return undefined;
  return { program, mint: state.mint.toBase58(), owner: state.owner.toBase58(), amount: state.amount };
}
