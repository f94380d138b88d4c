import { setInterval } from 'node:timers/promises';
import type { DaemonProcess } from '../harness/daemon-process.js';
import type { TestWallet } from '../harness/wallets.js';
import type { BenchWorld } from './bench-world.js';
import { memoryMiB } from './process-use.js';
import type { Figures } from './report.js';
import { measureLoad, share } from './sends.js';

const SAMPLE_MS = 5000;
const AT_ONCE = 8;

/** Steady work for minutes: what memory was like in the first and in the last quarter of it. A leak shows as a difference. */
export async function measureSoak(
  world: BenchWorld,
  daemon: DaemonProcess,
  { wallets, minutes }: { readonly wallets: readonly TestWallet[]; readonly minutes: number },
): Promise<Figures> {
  const end = performance.now() + minutes * 60_000;
  const samples: number[] = [];
  const sampling = sample(daemon, samples, end);
  const load = await measureLoad(world, { wallets, atOnce: AT_ONCE, goesOn: () => performance.now() < end, isSteady: true });
  await sampling;
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  return {
    ...load,
    firstQuarterMiB: share(samples.slice(0, quarter), 0.5),
    lastQuarterMiB: share(samples.slice(-quarter), 0.5),
    mostMiB: Math.max(...samples),
  };
}

async function sample(daemon: DaemonProcess, samples: number[], end: number): Promise<void> {
  for await (const _ of setInterval(SAMPLE_MS)) {
    samples.push(await memoryMiB(daemon));
    if (performance.now() >= end) return;
  }
}
