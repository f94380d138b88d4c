import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../harness/seeded-random.js';
import type { TortureWorld } from './torture-world.js';

/** A row as the admin's list shows it. */
export interface Row {
  readonly id: string;
  readonly toAddress: string | null;
  readonly amount: string | null;
  readonly status: string;
  readonly errorCode: string | null;
}

const PAGE = 100;
const PATIENCE_MS = 180_000;
const LOOK_MS = 500;
const ENDED: ReadonlySet<string> = new Set(['CONFIRMED', 'FAILED', 'CANCELLED', 'DENIED', 'EXPIRED']);

export async function rowsOf(world: TortureWorld, walletId: string): Promise<readonly Row[]> {
  const master = await world.master();
  const rows: Row[] = [];
  for (;;) {
    const route = `/v1/admin/transactions?wallet_id=${walletId}&limit=${String(PAGE)}&offset=${String(rows.length)}`;
    const { items } = await master.must(200, master.get<{ items: readonly Row[] }>(route));
    rows.push(...items);
    if (items.length < PAGE) return rows;
  }
}

/** What a changed policy made wait is decided by somebody, one way or the other. */
export async function decideWaiting(world: TortureWorld, random: SeededRandom): Promise<void> {
  const master = await world.master();
  for (const { id } of world.wallets) {
    const route = `/v1/admin/transactions?wallet_id=${id}&status=QUEUED&limit=${String(PAGE)}`;
    const { items } = await master.must(200, master.get<{ items: readonly Row[] }>(route));
    // Any answer is fine: the row may have moved on.
    for (const row of items) await master.post(`/v1/transactions/${row.id}/${random.pick(['approve', 'reject'])}`, {});
  }
}

/** Blocks go by until nothing is under way any more, or patience ends: what is open then is for the checker to tell. */
export async function settle(world: TortureWorld): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    await world.ethereum.node.mine();
    const rows = (await Promise.all(world.wallets.map(({ id }) => rowsOf(world, id)))).flat();
    if (rows.every(({ status }) => ENDED.has(status))) return;
    await pause(LOOK_MS);
  }
}

export function hasEnded({ status }: Row): boolean {
  return ENDED.has(status);
}
