import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { DaemonProcess } from '../harness/daemon-process.js';

const TICK_MS = 10;
const REST_MS = 60_000;

async function pidsOf(daemon: DaemonProcess): Promise<readonly number[]> {
  const signer = await daemon.signerPid();
  return signer === undefined ? [daemon.pid] : [daemon.pid, signer];
}

/** Resident memory of daemon and signer together. */
export async function memoryMiB(daemon: DaemonProcess): Promise<number> {
  const sizes = (await pidsOf(daemon)).map(async (pid) => {
    const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  });
  return Math.round((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0));
}

/** The same after a minute without a request: until then the engine may keep what the start left over. */
export async function idleMemoryMiB(daemon: DaemonProcess): Promise<number> {
  await pause(REST_MS);
  return memoryMiB(daemon);
}

/** Processor time that daemon and signer have used: tells more than a clock where others use the machine. */
export async function processorMs(daemon: DaemonProcess): Promise<number> {
  const times = (await pidsOf(daemon)).map(async (pid) => {
    const [, fields = ''] = (await readFile(`/proc/${String(pid)}/stat`, 'utf8')).split(') ');
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * TICK_MS;
  });
  return (await Promise.all(times)).reduce((sum, time) => sum + time, 0);
}
