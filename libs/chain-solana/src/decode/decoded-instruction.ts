import type { TokenProgram } from '../program-ids.js';

/** An instruction as its bytes say it, amounts in decimal digits. Two that are equal as JSON do the same. */
export type DecodedInstruction =
  | { readonly kind: 'unit-limit'; readonly units: number }
  | { readonly kind: 'unit-price'; readonly microLamports: string }
  | { readonly kind: 'memo'; readonly text: string }
  | { readonly kind: 'coin'; readonly from: string; readonly to: string; readonly lamports: string }
  | {
      readonly kind: 'create-account';
      readonly payer: string;
      readonly account: string;
      readonly owner: string;
      readonly mint: string;
      readonly program: TokenProgram;
    }
  | {
      readonly kind: 'token';
      readonly program: TokenProgram;
      readonly source: string;
      readonly mint: string;
      readonly destination: string;
      readonly authority: string;
      readonly amount: string;
      readonly decimals: number;
    }
  | {
      readonly kind: 'approve';
      readonly program: TokenProgram;
      readonly source: string;
      readonly mint: string;
      readonly delegate: string;
      readonly owner: string;
      readonly amount: string;
      readonly decimals: number;
    }
  | { readonly kind: 'revoke'; readonly program: TokenProgram; readonly source: string; readonly owner: string }
  | { readonly kind: 'call'; readonly program: string; readonly accounts: readonly string[]; readonly data: string };

/** An instruction with its accounts resolved to addresses. */
export interface RawInstruction {
  readonly program: string;
  readonly accounts: readonly string[];
  readonly data: Buffer;
}
