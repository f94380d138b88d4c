import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import type { DaemonProcess } from '../harness/daemon-process.js';
import { BenchWorld } from './bench-world.js';
import { measureDecisions, measureGrowth } from './growth.js';
import { parseOptions } from './options.js';
import { idleMemoryMiB, memoryMiB, processorMs } from './process-use.js';
import { measureReads } from './reads.js';
import { runOf, tableOf, type Figures, type Run } from './report.js';
import { measureLoad, measureSingles, rounded } from './sends.js';
import { measureSoak } from './soak.js';

/** Figures of the built daemon against a local EVM node on this machine. docs/performance.md has the options. */
const SENDS = Number(process.env['WAIAAS_TEST_BENCH_SENDS'] ?? 320);
const WALLETS = 8;

const options = parseOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());

function named(prefix: string, figures: Figures): Figures {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix}: ${name}`, value]));
}

/** The work of the main run, on a daemon that was started once before. */
async function measureWork(world: BenchWorld, daemon: DaemonProcess): Promise<Figures> {
  const wallets = await Promise.all(Array.from({ length: WALLETS }, () => world.payer(daemon)));
  const idleMiB = await idleMemoryMiB(daemon);
  const [wallet] = wallets;
  if (wallet === undefined) throw new Error('there is no wallet');
  const single = named('1 wallet, 1 at once', await measureSingles(world, wallet, Math.ceil(SENDS / 4)));
  const load = { atOnce: 32, goesOn: (sent: number) => sent < SENDS };
  const usedBefore = await processorMs(daemon);
  const burst = named('1 wallet, 32 at once', await measureLoad(world, { ...load, wallets: [wallet] }));
  const processorMsPerSend = rounded(((await processorMs(daemon)) - usedBefore) / SENDS);
  const spread = named(`${String(WALLETS)} wallets, 32 at once`, await measureLoad(world, { ...load, wallets }));
  const reads = await measureReads(world, daemon, wallet);
  const loadedMiB = await memoryMiB(daemon);
  const { soakMinutes: minutes } = options;
  const soak =
    minutes === 0 ? {} : named(`soak of ${String(minutes)} min`, await measureSoak(world, daemon, { wallets, minutes }));
  return { ...single, ...burst, processorMsPerSend, ...spread, ...reads, idleMiB, loadedMiB, ...soak };
}

async function measure(world: BenchWorld): Promise<Figures> {
  const first = await world.daemon();
  await first.signal('SIGTERM');
  const startedAt = performance.now();
  const daemon = await first.restart();
  const coldStartMs = Math.round(performance.now() - startedAt);
  try {
    const work = await measureWork(world, daemon);
    await daemon.signal('SIGTERM');
    const decisions = await measureDecisions(world, daemon.dataDir, SENDS);
    let grown: Figures = {};
    for (const rows of options.growth)
      grown = { ...grown, ...named(`with ${String(rows)} rows`, await measureGrowth(world, rows, SENDS)) };
    return { coldStartMs, ...work, ...decisions, ...grown };
  } finally {
    await daemon.dispose();
  }
}

async function tell(run: Run): Promise<void> {
  const json = JSON.stringify(run, undefined, 2);
  if (options.save !== undefined) await writeFile(options.save, `${json}\n`);
  process.stdout.write(`${json}\n`);
  if (options.isJsonOnly) return;
  const saved = options.compare === undefined ? undefined : runOf(await readFile(options.compare, 'utf8'));
  process.stdout.write(`\n${tableOf(run, saved)}\n`);
}

const world = await BenchWorld.start();
try {
  const [cpu] = cpus();
  const machine = `${cpu?.model ?? 'unknown'} × ${String(cpus().length)}, ${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.version}`;
  await tell({ machine, figures: await measure(world) });
} finally {
  await world.stop();
}
