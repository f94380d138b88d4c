import { setTimeout as pause } from 'node:timers/promises';
import type { TestWallet } from '../harness/wallets.js';
import type { BenchWorld } from './bench-world.js';
import type { Figures } from './report.js';

interface Row {
  readonly id: string;
  readonly status: string;
}

interface Sent {
  readonly wallet: TestWallet;
  readonly id: string;
}

export interface Load {
  readonly wallets: readonly TestWallet[];
  readonly atOnce: number;
  /** Whether another one is sent, asked before each. */
  readonly goesOn: (sent: number) => boolean;
  /** Each is confirmed before the next: nothing piles up, however long it goes on. */
  readonly isSteady?: boolean;
}

const RUNNING: ReadonlySet<string> = new Set(['EXECUTING', 'SUBMITTED']);
const PATIENCE_MS = 120_000;
const UNTIL_CONFIRMED = { Prefer: 'wait=20' };

/** So many requests under way at any time; gives accepted and confirmed sends per second. */
export async function measureLoad(world: BenchWorld, { wallets, atOnce, goesOn, isSteady }: Load): Promise<Figures> {
  const headers = isSteady === true ? UNTIL_CONFIRMED : {};
  const startedAt = performance.now();
  const sent: Sent[] = [];
  let count = 0;
  const client = async (): Promise<void> => {
    for (;;) {
      const wallet = wallets[count % wallets.length];
      if (wallet === undefined || !goesOn(count)) return;
      count += 1;
      const answer = await wallet.api.post<Row>('/v1/transactions/send', world.payment(), headers);
      if (answer.status === 201) sent.push({ wallet, id: answer.body.id });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const acceptedSeconds = (performance.now() - startedAt) / 1000;
  const confirmed = await settle(sent);
  const confirmedSeconds = (performance.now() - startedAt) / 1000;
  return {
    acceptedPerSecond: rounded(sent.length / acceptedSeconds),
    confirmedPerSecond: rounded(confirmed / confirmedSeconds),
    failures: count - confirmed,
  };
}

/**
 * Waits until nothing of these runs any more, by asking each row once it may have ended; gives how many were confirmed. Where none ends
 * for minutes the node has lost sight of them, which a node that mines at once does now and then: they count as failures.
 */
async function settle(sent: readonly Sent[]): Promise<number> {
  let confirmed = 0;
  let endedAt = performance.now();
  for (const { wallet, id } of [...sent].reverse()) {
    let status = await statusOf(wallet, id);
    while (RUNNING.has(status) && performance.now() - endedAt < PATIENCE_MS) {
      await pause(10);
      status = await statusOf(wallet, id);
    }
    if (!RUNNING.has(status)) endedAt = performance.now();
    if (status === 'CONFIRMED') confirmed += 1;
  }
  return confirmed;
}

async function statusOf(wallet: TestWallet, id: string): Promise<string> {
  return (await wallet.api.get<Row>(`/v1/transactions/${id}`)).body.status;
}

/** From the request of one payment to the answer that it is confirmed, with nothing else under way. */
export async function measureSingles(world: BenchWorld, wallet: TestWallet, count: number): Promise<Figures> {
  const times: number[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const startedAt = performance.now();
    const { body } = await wallet.api.post<Row>('/v1/transactions/send', world.payment(), UNTIL_CONFIRMED);
    if (body.status !== 'CONFIRMED') throw new Error(`a single payment is ${body.status}`);
    times.push(performance.now() - startedAt);
  }
  return { toConfirmedP50Ms: share(times, 0.5), toConfirmedP99Ms: share(times, 0.99) };
}

export function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
