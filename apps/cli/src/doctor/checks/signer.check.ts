import { readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult, reasonOf } from '../verdict.js';

const check = new Check('signer-network', 'The process that holds the keys has nobody to send them to when it has no network.');

interface RunningFile {
  readonly pid: number;
  readonly signerPid: number | null;
}

/** Whether the signer of the daemon of this data directory could open a connection. */
export async function checkSigner({ installation, procRoot }: DoctorTarget): Promise<readonly CheckResult[]> {
  const running = installation && (await readRunning(installation.dataDirectory));
  if (typeof running?.signerPid !== 'number') return [check.skip('no daemon runs on a data directory here')];
  const [daemon, signer] = [path.join(procRoot, String(running.pid)), path.join(procRoot, String(running.signerPid))];
  try {
    if ((await networkOf(daemon)) !== (await networkOf(signer)))
      return [check.pass('the signer has a network namespace of its own')];
    if ((await filtersOf(signer)) > (await filtersOf(daemon))) return [check.pass('the kernel refuses sockets to the signer')];
    const fix =
      'Run the image of this project, or build on Linux with a C compiler (apt-get install gcc libc6-dev), then start again.';
    return [check.warn('the signer has the network of the daemon', fix)];
  } catch (error) {
    return [
      check.skip(`the signer cannot be looked at (${reasonOf(error)})`, 'Run doctor as the user of the daemon, or as root.'),
    ];
  }
}

const networkOf = (process: string): Promise<string> => readlink(path.join(process, 'ns/net'));

/** How many system call filters the kernel applies to a process. */
async function filtersOf(process: string): Promise<number> {
  const status = await readFile(path.join(process, 'status'), 'utf8');
  return Number(/^Seccomp_filters:\s*(\d+)/m.exec(status)?.[1] ?? 0);
}

async function readRunning(directory: string): Promise<RunningFile | undefined> {
  try {
    return JSON.parse(await readFile(path.join(directory, 'daemon.json'), 'utf8')) as RunningFile;
  } catch {
    return undefined;
  }
}
