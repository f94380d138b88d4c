import type { BroadcastResult, ChainPort } from '@waiaas/core';
import type { AttemptUpdate, ExecutionStorePort } from '../ports/execution-store.port.js';
import type { AttemptRow } from '../ports/rows.js';

/**
 * Sends stored bytes, in nonce order. The rows are SUBMITTED with outcome unknown before the first byte leaves, so that a crash
 * or a lost answer at any point ends in a look-up by hash and never in new bytes.
 */
export async function submitSigned(
  store: ExecutionStorePort,
  chain: ChainPort,
  attempts: readonly AttemptRow[],
  now: () => number,
): Promise<readonly BroadcastResult[]> {
  if (attempts.length === 0) return [];
  const ordered = [...attempts].sort((a, b) => (a.nonce ?? 0) - (b.nonce ?? 0));
  await store.markBroadcasting(ordered, now());
  return sendStored(store, chain, ordered, now);
}

/** Sends bytes that were sent before: the same ones, never rebuilt. */
export async function sendStored(
  store: ExecutionStorePort,
  chain: ChainPort,
  attempts: readonly AttemptRow[],
  now: () => number,
): Promise<readonly BroadcastResult[]> {
  const results = await broadcastInOrder(chain, attempts);
  const updates = attempts.flatMap((attempt, index): readonly AttemptUpdate[] => {
    const result = results[index];
    return result === undefined ? [] : [outcomeOf(attempt, result, now())];
  });
  await store.record(updates, [], now());
  return results;
}

async function broadcastInOrder(chain: ChainPort, attempts: readonly AttemptRow[]): Promise<readonly BroadcastResult[]> {
  if (chain.network.chain === 'solana') return Promise.all(attempts.map(async (attempt) => broadcastOne(chain, attempt)));
  // Nonces in order: a node without a mempool refuses a gap.
  const results: BroadcastResult[] = [];
  for (const attempt of attempts) results.push(await broadcastOne(chain, attempt));
  return results;
}

async function broadcastOne(chain: ChainPort, attempt: AttemptRow): Promise<BroadcastResult> {
  return attempt.raw === null ? { outcome: 'unknown' } : chain.broadcast(attempt.raw);
}

function outcomeOf(attempt: AttemptRow, result: BroadcastResult, at: number): AttemptUpdate {
  return {
    attempt,
    state: 'BROADCAST',
    outcome: result.outcome === 'unknown' ? 'unknown' : 'known',
    lastBroadcastAt: at,
    // A refusal by one node proves nothing: the bytes may have reached another. It is noted, and the fate is looked up.
    errorCode: result.outcome === 'rejected' ? `REJECTED_${result.reason.toUpperCase().replaceAll('-', '_')}` : null,
  };
}
