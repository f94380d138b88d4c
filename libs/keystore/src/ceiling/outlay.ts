import type { SignatureKind } from '@waiaas/core';

/** What a transaction can take from its wallet at most, read from the bytes. Amounts in native base units. */
export interface Outlay {
  /** CAIP-2 id; null where the bytes name no network (Solana). */
  readonly chain: string | null;
  /** Of all transactions with the same slot at most one can ever land: an EVM nonce on its chain, the very bytes on Solana. */
  readonly slot: string;
  /** Native value that leaves apart from the fee; null where the bytes do not tell. */
  readonly value: bigint | null;
  /** The largest fee; null where the bytes do not tell. */
  readonly fee: bigint | null;
  /** The payment, where it is one an owner's text can be compared with. */
  readonly payment: Payment | null;
  /** Whether all that leaves apart from the fee, coin or tokens, goes to this address. */
  readonly paysOnly: (address: string) => boolean;
}

/** A native transfer, or on EVM a call of a contract. */
export interface Payment {
  readonly type: 'TRANSFER' | 'CONTRACT_CALL';
  readonly to: string;
  readonly amount: bigint;
  /** EVM: 0x hex of the data. */
  readonly calldata: string;
  readonly memo: string | null;
}

/** What the signer knows of a signature it is about to make. */
export interface SignatureFacts {
  readonly kind: SignatureKind;
  /** SHA-256 of what is signed, hex: the same again is no second signature. */
  readonly digest: string;
  /** Networks the signature counts on: CAIP-2, null for every network alike, undefined where that has no meaning (a message). */
  readonly chain: string | null | undefined;
  readonly outlay: Outlay | null;
}

/** Looks at a signature before it is made; throws DomainError where it must not be. */
export type Admit = (facts: SignatureFacts) => void;
