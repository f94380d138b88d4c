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
  } catch (error) {
    throw new ConfigError([`WAIAAS_DATA_DIR: ${directory} ${problemOf(error)}`]);
  }
}

function problemOf(error: unknown): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EROFS':
      return 'is on a file system that is read-only';
    case 'ENOSPC':
      return 'is on a file system that is full';
    default:
      return 'cannot be made or is not ours';
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
