import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DaemonProcess } from '../harness/daemon-process.js';
import { adoptRows, COPY_ID, multiplyRows } from '../harness/many-rows.js';
import type { BenchWorld } from './bench-world.js';
import { memoryMiB } from './process-use.js';
import { measureReads } from './reads.js';
import type { Figures } from './report.js';
import { measureLoad, share } from './sends.js';

const LOGGED = new URL('./decision-times.mjs', import.meta.url).href;
const MONTH_SECONDS = 2_592_000;
const HOURS = 720;

/** From BEGIN to COMMIT of each decision, as the daemon publishes it; in a run of its own, so that it costs the others nothing. */
export async function measureDecisions(world: BenchWorld, dataDir: string, sends: number): Promise<Figures> {
  const { daemon, decisions } = await listening(world, dataDir);
  await measureLoad(world, { wallets: [await world.payer(daemon)], atOnce: 32, goesOn: (sent) => sent < sends });
  return decisions();
}

/** What the same work costs an installation that holds so many transactions of the wallet, other wallets, and policies of theirs. */
export async function measureGrowth(world: BenchWorld, rows: number, sends: number): Promise<Figures> {
  const first = await world.daemon();
  try {
    const wallet = await world.payer(first);
    await measureLoad(world, { wallets: [wallet], atOnce: 1, goesOn: (sent) => sent < 2 });
    await first.signal('SIGTERM');
    age(first, rows);
    await adopted(world, first.dataDir);
    const startedAt = performance.now();
    const { daemon, decisions } = await listening(world, first.dataDir);
    const coldStartMs = Math.round(performance.now() - startedAt);
    const known = { ...wallet, api: wallet.api.at(await daemon.url()) };
    const load = await measureLoad(world, { wallets: [known], atOnce: 32, goesOn: (sent) => sent < sends });
    const reads = await measureReads(world, daemon, known);
    const loadedMiB = await memoryMiB(daemon);
    return { coldStartMs, ...load, ...reads, loadedMiB, ...(await decisions()) };
  } finally {
    await first.dispose();
  }
}

interface Listening {
  readonly daemon: DaemonProcess;
  /** Ends the daemon. */
  readonly decisions: () => Promise<Figures>;
}

async function listening(world: BenchWorld, dataDir: string): Promise<Listening> {
  const file = path.join(dataDir, 'decisions.json');
  const env = { NODE_OPTIONS: `--import ${LOGGED}`, WAIAAS_TEST_DECISIONS: file };
  const daemon = await world.daemon({ dataDir, env });
  const decisions = async (): Promise<Figures> => {
    await daemon.signal('SIGTERM');
    const times = JSON.parse(await readFile(file, 'utf8')) as readonly number[];
    return { decideAndReserveP50Ms: share(times, 0.5), decideAndReserveP99Ms: share(times, 0.99), decisions: times.length };
  };
  return { daemon, decisions };
}

/** The start that is measured finds rows as the daemon itself leaves them. */
async function adopted(world: BenchWorld, dataDir: string): Promise<void> {
  const daemon = await world.daemon({ dataDir });
  await adoptRows(daemon);
  await daemon.signal('SIGTERM');
}

/** Rows as a month of work leaves them, spread evenly over it. */
function age(daemon: DaemonProcess, count: number): void {
  const ago = `(n * ${String(MONTH_SECONDS)} / ${String(count)})`;
  multiplyRows(daemon, { table: 'wallets', count, changed: { name: `'wallet ' || n` } });
  multiplyRows(daemon, { table: 'policies', count, changed: { wallet_id: COPY_ID, slot: 'NULL' } });
  const at = `first.created_at - ${ago}`;
  const settled = { status: `'CONFIRMED'`, created_at: at, updated_at: at, finalized_at: at, tx_hash: 'NULL' };
  multiplyRows(daemon, { table: 'transactions', count, changed: settled });
  const line = { transaction_id: COPY_ID, state: `'SETTLED'`, status: `'CONFIRMED'`, at: `first.at - ${ago}` };
  multiplyRows(daemon, { table: 'ledger_entries', count, changed: line });
  multiplyRows(daemon, { table: 'ledger_hours', count: Math.min(count, HOURS), changed: { hour: 'first.hour - n * 3600' } });
}
