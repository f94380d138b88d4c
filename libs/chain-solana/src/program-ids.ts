import { ASSOCIATED_TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { ComputeBudgetProgram, PublicKey, SystemProgram } from '@solana/web3.js';
import type { SolanaTokenLeg } from '@waiaas/core';

export type TokenProgram = SolanaTokenLeg['program'];

export const SYSTEM_PROGRAM = SystemProgram.programId.toBase58();
export const COMPUTE_BUDGET_PROGRAM = ComputeBudgetProgram.programId.toBase58();
export const ASSOCIATED_TOKEN_PROGRAM = ASSOCIATED_TOKEN_PROGRAM_ID.toBase58();
export const MEMO_PROGRAM_ID = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
export const MEMO_PROGRAM = MEMO_PROGRAM_ID.toBase58();
export const METADATA_PROGRAM_ID = new PublicKey('metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s');

const TOKEN_PROGRAM_IDS = { 'spl-token': TOKEN_PROGRAM_ID, 'spl-token-2022': TOKEN_2022_PROGRAM_ID } as const;
const PROGRAM_OF = new Map<string, TokenProgram>([
  [TOKEN_PROGRAM_ID.toBase58(), 'spl-token'],
  [TOKEN_2022_PROGRAM_ID.toBase58(), 'spl-token-2022'],
]);

export function tokenProgramId(program: TokenProgram): PublicKey {
  return TOKEN_PROGRAM_IDS[program];
}

/** Which token program this address is; undefined for any other program. */
export function tokenProgramAt(address: string): TokenProgram | undefined {
  return PROGRAM_OF.get(address);
}
