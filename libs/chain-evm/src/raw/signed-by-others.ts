import { DomainError, isSameAddress } from '@waiaas/core';
import { recoverTransactionAddress, type TransactionSerialized } from 'viem';

/** Bytes that carry a signature already want its signer, and nobody else. */
export async function refuseSignedByOthers(raw: string, wallet: string): Promise<void> {
  const signer = await signerOf(raw);
  if (signer !== undefined && !isSameAddress('ethereum', signer, wallet)) throw new DomainError('WALLET_NOT_SIGNER');
}

async function signerOf(raw: string): Promise<string | undefined> {
  try {
    return await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized });
  } catch {
    return undefined;
  }
}
