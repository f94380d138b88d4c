import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inspectSnapshot, snapshotDatabase, snapshotVault, type SnapshotCheck } from '../prisma/snapshot.js';
import { extractArchive, writeArchive, type ArchiveMember } from './archive-files.js';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, readHeader } from './archive-header.js';

export interface CreateJob {
  readonly kind: 'create';
  readonly databaseFile: string;
  /** Put in where it exists. */
  readonly configFile: string;
  readonly target: string;
  /** For the snapshot while it is not encrypted yet; emptied before and after. */
  readonly workFolder: string;
  readonly id: string;
  readonly createdAt: string;
  readonly daemonVersion: string;
  readonly schemaVersion: number;
  readonly sealedKey: string;
  readonly key: Uint8Array;
}

export interface VerifyJob {
  readonly kind: 'verify';
  readonly archive: string;
  readonly workFolder: string;
  readonly key: Uint8Array;
}

export type ArchiveJob = CreateJob | VerifyJob;

export const DATABASE_MEMBER = 'database';
export const CONFIG_MEMBER = 'config.toml';

/** What takes long, for a thread of its own. */
export function runJob(job: ArchiveJob): readonly SnapshotCheck[] {
  rmSync(job.workFolder, { recursive: true, force: true });
  mkdirSync(job.workFolder, { recursive: true, mode: 0o700 });
  try {
    return job.kind === 'create' ? create(job) : verify(job);
  } finally {
    job.key.fill(0);
    rmSync(job.workFolder, { recursive: true, force: true });
  }
}

function create(job: CreateJob): readonly SnapshotCheck[] {
  const snapshot = path.join(job.workFolder, DATABASE_MEMBER);
  snapshotDatabase(job.databaseFile, snapshot);
  const members: ArchiveMember[] = [{ name: DATABASE_MEMBER, file: snapshot }];
  if (existsSync(job.configFile)) members.push({ name: CONFIG_MEMBER, file: job.configFile });
  const { id, createdAt, daemonVersion, schemaVersion, sealedKey, key, target } = job;
  const facts = { id, createdAt, daemonVersion, schemaVersion, key: sealedKey, vault: snapshotVault(snapshot) };
  writeArchive(target, { format: ARCHIVE_FORMAT, version: ARCHIVE_VERSION, ...facts }, key, members);
  return [];
}

function verify(job: VerifyJob): readonly SnapshotCheck[] {
  extractArchive(job.archive, readHeader(job.archive), job.key, job.workFolder);
  return [{ name: 'decryption', ok: true }, ...inspectSnapshot(path.join(job.workFolder, DATABASE_MEMBER))];
}
