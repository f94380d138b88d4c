import { statfs } from 'node:fs/promises';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult } from '../verdict.js';

const check = new Check(
  'disk-space',
  'Without space nothing can be written, so nothing is sent; a freeze and its record still need some.',
);
const MIB = 1024 * 1024;
const LEAST_MIB = 100;
const LITTLE_MIB = 1024;
const FIX = 'Make room on that disk, or move the data directory (WAIAAS_DATA_DIR).';

export async function checkDisk({ installation }: DoctorTarget): Promise<readonly CheckResult[]> {
  if (installation === undefined) return [check.skip('there is no data directory here')];
  try {
    const { bavail, bsize } = await statfs(installation.dataDirectory);
    const free = Math.floor((bavail * bsize) / MIB);
    const message = `${free} MiB free for ${installation.dataDirectory}`;
    if (free < LEAST_MIB) return [check.fail(message, FIX)];
    return [free < LITTLE_MIB ? check.warn(message, FIX) : check.pass(message)];
  } catch {
    return [check.skip('there is no data directory here')];
  }
}
