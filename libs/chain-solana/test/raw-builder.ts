import {
  Transaction,
  TransactionMessage,
  VersionedTransaction,
  type AddressLookupTableAccount,
  type Keypair,
  type PublicKey,
  type TransactionInstruction,
} from '@solana/web3.js';

export interface RawOptions {
  readonly payer: PublicKey;
  readonly blockhash: string;
  readonly signers?: readonly Keypair[];
  readonly tables?: AddressLookupTableAccount[];
}

/** Base64 of a version-0 transaction as a client builds it, signed by the signers given. */
export function rawOf(
  instructions: TransactionInstruction[],
  { payer, blockhash, signers = [], tables = [] }: RawOptions,
): string {
  const message = new TransactionMessage({ payerKey: payer, recentBlockhash: blockhash, instructions }).compileToV0Message(
    tables,
  );
  const transaction = new VersionedTransaction(message);
  if (signers.length > 0) transaction.sign([...signers]);
  return Buffer.from(transaction.serialize()).toString('base64');
}

/** The same in the older form. */
export function legacyRawOf(instructions: TransactionInstruction[], { payer, blockhash }: RawOptions): string {
  const transaction = new Transaction({ feePayer: payer, recentBlockhash: blockhash }).add(...instructions);
  return transaction.serialize({ requireAllSignatures: false }).toString('base64');
}
