import { DomainError } from '@waiaas/core';

/** No blockhash that exists now outlives the newest block by more than this. */
export const BLOCKHASH_LIFETIME = 150;

/**
 * The last block that can hold bytes whose blockhash exists now, from the last one that each answering endpoint would name.
 *
 * Named too low, living bytes look dead: so the highest counts. Named too high, dead bytes look alive for as long as it pleases whoever
 * said so: where there are several, the highest counts only if another comes within one lifetime of it.
 *
 * @throws DomainError `ADAPTER_NOT_AVAILABLE` where the highest stands alone.
 */
export function lastHeight(named: readonly number[]): number {
  const [highest = 0, next = highest] = [...named].sort((a, b) => b - a);
  if (highest - next <= BLOCKHASH_LIFETIME) return highest;
  throw new DomainError('ADAPTER_NOT_AVAILABLE', {
    hint: 'The RPC endpoints of this network are far apart in their block heights. Look which of them is wrong or behind.',
  });
}
