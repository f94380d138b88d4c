import type { NewSignature, NewTransaction } from '@waiaas/pipeline';
import type { RefusedRequest } from '../refusals/unstored-refusals.service.js';

type Valued = Pick<NewTransaction, 'at' | 'usdMicros' | 'spends'>;
type Subject = Pick<RefusedRequest, 'walletId' | 'network'>;

export function refusedTransaction(row: NewTransaction): RefusedRequest {
  return refusedRequest(row.intent, row, row.decimals);
}

export function refusedSignature(row: NewSignature): RefusedRequest {
  const [first, ...others] = row.decision.operations;
  return refusedRequest(row.request, row, others.length === 0 ? (first?.decimals ?? null) : null);
}

/** What was asked for, by the same lines a stored row would have. */
function refusedRequest(
  { walletId, network }: Subject,
  { at, usdMicros, spends }: Valued,
  decimals: number | null,
): RefusedRequest {
  const amounts = spends.flatMap(({ chain, network: where, asset, amount, isFee }) =>
    isFee || asset === null || amount === null
      ? []
      : [{ chain, network: where, asset, amount: BigInt(amount), decimals: decimals ?? undefined }],
  );
  return { walletId, network, at, asked: { usdMicros: usdMicros === null ? undefined : BigInt(usdMicros), amounts } };
}
