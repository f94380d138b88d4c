import type { AttemptUpdate } from '@waiaas/pipeline';
import type { Prisma } from '../../infra/prisma/generated/client.js';

/** Attempts that get the same values are written by one statement. */
export function groupedUpdates(
  updates: readonly AttemptUpdate[],
  at: number,
): ReadonlyMap<Prisma.AttemptUpdateManyMutationInput, string[]> {
  const byText = new Map<string, { data: Prisma.AttemptUpdateManyMutationInput; ids: string[] }>();
  for (const update of updates) {
    const data = attemptData(update, at);
    const text = JSON.stringify(data, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const group = byText.get(text) ?? { data, ids: [] };
    group.ids.push(update.attempt.id);
    byText.set(text, group);
  }
  return new Map([...byText.values()].map(({ data, ids }) => [data, ids]));
}

function attemptData(update: AttemptUpdate, at: number): Prisma.AttemptUpdateManyMutationInput {
  const { fate } = update;
  return {
    state: update.state,
    updatedAt: BigInt(at),
    ...(update.outcome === undefined ? {} : { outcome: update.outcome }),
    ...(update.lastBroadcastAt === undefined ? {} : { lastBroadcastAt: BigInt(update.lastBroadcastAt) }),
    ...(update.errorCode === undefined ? {} : { errorCode: update.errorCode }),
    ...(fate?.state === 'mined' ? { blockNumber: BigInt(fate.blockNumber), confirmations: fate.confirmations } : {}),
  };
}
