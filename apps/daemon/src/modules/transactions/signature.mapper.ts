import { base58 } from '@scure/base';
import type { SignedOperation, SignMessageResponse, SignTransactionResponse } from '@waiaas/api-types';
import type { MadeSignature, SignatureRow, StoredOperation } from '@waiaas/pipeline';

export type SignatureBody = SignTransactionResponse | SignMessageResponse;

export function toSignatureBody({ id, request, decision }: SignatureRow, { text, txHash }: MadeSignature): SignatureBody {
  if (request.signs === 'transaction') {
    const operations = decision.operations.map((operation) => toOperation(operation, request.chain));
    return { id, signedTransaction: text, txHash, operations, policyResult: { tier: decision.tier ?? 'INSTANT' } };
  }
  const signature = request.chain === 'solana' ? base58.encode(Buffer.from(text, 'hex')) : withV(text);
  return { id, signature, signType: request.signs === 'typedData' ? 'typedData' : 'personal' };
}

/** r ‖ s ‖ v with v 27 or 28, as wallets write it. */
function withV(signature: string): string {
  return `0x${signature.slice(0, 128)}${signature.endsWith('00') ? '1b' : '1c'}`;
}

function toOperation({ kind, target, amount, asset, selector }: StoredOperation, chain: string): SignedOperation {
  return {
    type: kind,
    to: target,
    amount,
    token: asset === 'native' ? null : asset,
    programId: chain === 'solana' && kind === 'CONTRACT_CALL' ? target : null,
    method: selector,
  };
}
