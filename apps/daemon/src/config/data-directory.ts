import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from './config-error.js';

const RUNNING_FILE = 'daemon.json';

/** Who runs on a data directory, for tools that look from outside. Not a lock. */
export interface RunningDaemonFacts {
  readonly pid: number;
  readonly signerPid: number | null;
  readonly port: number;
}

/** Makes the directory, for its owner alone. */
export function prepareDataDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
  } catch {
    throw new ConfigError([`WAIAAS_DATA_DIR: ${directory} cannot be made or is not ours`]);
  }
}

/** Replaced whole, so that a reader never sees half of it. */
export function writeRunningFile(directory: string, facts: RunningDaemonFacts): void {
  const file = path.join(directory, RUNNING_FILE);
  const next = `${file}.next`;
  writeFileSync(next, `${JSON.stringify(facts)}\n`, { mode: 0o600 });
  renameSync(next, file);
}

export function removeRunningFile(directory: string): void {
  rmSync(path.join(directory, RUNNING_FILE), { force: true });
}
