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
): Promise<void> {
  if (attempts.length === 0) return;
  await store.markBroadcasting(attempts, now());
  await sendStored(store, chain, attempts, now);
}

/** Sends bytes that were recorded as being sent, for the first time or again: the same ones, never rebuilt. */
export async function sendStored(
  store: ExecutionStorePort,
  chain: ChainPort,
  attempts: readonly AttemptRow[],
  now: () => number,
): Promise<void> {
  const wallets = new Set(attempts.map(({ walletId }) => walletId));
  const updates = await Promise.all(
    [...wallets].map(async (walletId) =>
      sendOfWallet(
        chain,
        attempts.filter((attempt) => attempt.walletId === walletId),
        now,
      ),
    ),
  );
  await store.record(updates.flat(), [], now());
}

async function sendOfWallet(
  chain: ChainPort,
  attempts: readonly AttemptRow[],
  now: () => number,
): Promise<readonly AttemptUpdate[]> {
  const send = async (attempt: AttemptRow): Promise<AttemptUpdate> =>
    outcomeOf(attempt, await broadcastOne(chain, attempt), now());
  if (chain.network.chain === 'solana') return Promise.all(attempts.map(send));
  // Nonces in order, since a node without a mempool refuses a gap; and behind one whose fate is unknown nobody is sent, since
  // the node is likely gone: they stay recorded as unknown, and the next look at the chain sends what it has not got.
  const updates: AttemptUpdate[] = [];
  for (const attempt of [...attempts].sort((a, b) => (a.nonce ?? 0) - (b.nonce ?? 0))) {
    const update = await send(attempt);
    updates.push(update);
    if (update.outcome === 'unknown') break;
  }
  return updates;
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
