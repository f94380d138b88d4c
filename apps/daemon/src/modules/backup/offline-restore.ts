import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError, type ErrorCode } from '@waiaas/core';
import { ConfigError } from '../../config/config-error.js';
import { prepareDataDirectory } from '../../config/data-directory.js';
import { databaseFile } from '../../config/database-file.js';
import { loadConfig } from '../../config/load-config.js';
import { takePasswordSources, type GivenPassword } from '../../config/master-password.js';
import { processEnvironment } from '../../config/process-environment.js';
import { extractArchive } from '../../infra/backup/archive-files.js';
import { CONFIG_MEMBER, DATABASE_MEMBER } from '../../infra/backup/archive-jobs.js';
import { readHeader, type ArchiveHeader, type ReadHeader } from '../../infra/backup/archive-header.js';
import { finishPlacing, placeRestored } from '../../infra/prisma/place-restored.js';
import { lockDirectory } from '../../infra/prisma/directory-lock.js';
import { applyMigrations } from '../../infra/prisma/migrations.js';
import { rowKeyOfFile } from '../../infra/prisma/row-key.repository.js';
import { neutralizeRestored } from '../../infra/prisma/restored-database.js';
import { inspectSnapshot } from '../../infra/prisma/snapshot.js';
import { choosePassword } from '../../infra/signer/configured-password.js';
import { SignerClient } from '../../infra/signer/signer-client.js';
import type { VaultRow, VaultStorePort } from '../../infra/signer/vault-store.port.js';
import { archiveKeyContext } from './archive-key.js';

export interface RestoreOptions {
  readonly archive: string;
  readonly dataDir?: string | undefined;
  readonly configFile?: string | undefined;
  /** The master password of the moment the backup was made; otherwise as for a start. */
  readonly password?: GivenPassword | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

export interface RestoreReport {
  readonly databaseFile: string;
  readonly createdAt: string;
  readonly daemonVersion: string;
  /** Where what was there before lies now; null where there was nothing. */
  readonly keptIn: string | null;
  /** The settings file of the archive was put in place, since there was none. */
  readonly isConfigRestored: boolean;
}

const PROBLEMS: Readonly<Partial<Record<ErrorCode, string>>> = {
  INVALID_BACKUP_FORMAT: 'this is no backup',
  UNSUPPORTED_BACKUP_VERSION: 'this backup is of another version; restore it with the build that made it',
  BACKUP_CORRUPTED: 'this backup is damaged or not whole',
};

const MIGRATIONS = fileURLToPath(new URL('../../../../../prisma/migrations/sqlite', import.meta.url));

class ArchivedVault implements VaultStorePort {
  constructor(private readonly row: VaultRow) {}

  load(): Promise<VaultRow> {
    return Promise.resolve(this.row);
  }

  save(): Promise<void> {
    return Promise.reject(new DomainError('VERSION_CONFLICT'));
  }
}

/**
 * Puts an archive in the place of the database, with the daemon stopped. Everything that can fail is tried aside first; what was
 * there before stays in a folder of its own and is put back if the last step fails.
 *
 * @throws ConfigError, DirectoryInUseError, SignerStartError, SchemaError: each a line a person can act on.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const environment = options.env ?? processEnvironment();
  const passwords = takePasswordSources(environment, options.password);
  const config = loadConfig({ dataDirectory: options.dataDir, configFile: options.configFile, environment });
  const { dataDirectory } = config;
  const archive = readArchive(options.archive);
  prepareDataDirectory(dataDirectory);
  const lock = lockDirectory(dataDirectory);
  const work = workFolderOf(dataDirectory);
  try {
    clear(work);
    mkdirSync(work, { mode: 0o700 });
    const recoveryKeyPath = path.join(dataDirectory, 'recovery.key');
    const password = choosePassword({ ...passwords, recoveryKeyPath });
    const rowKey = await withSigner({ header: archive.header, password, recoveryKeyPath }, async (signer) => {
      extract(options.archive, archive, { key: await openKey(archive.header, signer), work });
      return rowKeyOfFile(path.join(work, DATABASE_MEMBER), signer);
    });
    await makeRunnable(path.join(work, DATABASE_MEMBER), { ...archive, file: options.archive, rowKey });
    return putInPlace({ dataDirectory, work, place: databaseFile(config), header: archive.header });
  } finally {
    clear(work);
    lock.release();
  }
}

/**
 * Ends what a restore left that died between its last two steps: the database is in its place, its settings are not. To be called before
 * settings are read. Does nothing otherwise.
 *
 * @throws DirectoryInUseError while that restore still runs.
 */
export function finishRestore(dataDirectory: string): void {
  const work = workFolderOf(dataDirectory);
  if (!existsSync(path.join(work, CONFIG_MEMBER))) return;
  const lock = lockDirectory(dataDirectory);
  try {
    const fresh = { database: path.join(work, DATABASE_MEMBER), config: path.join(work, CONFIG_MEMBER) };
    finishPlacing(fresh, path.join(dataDirectory, CONFIG_MEMBER));
    clear(work);
  } finally {
    lock.release();
  }
}

function workFolderOf(dataDirectory: string): string {
  return path.join(dataDirectory, 'restore.tmp');
}

// The settings first: alone they would look like those of a restore that was nearly done.
function clear(work: string): void {
  rmSync(path.join(work, CONFIG_MEMBER), { recursive: true, force: true });
  rmSync(work, { recursive: true, force: true });
}

function readArchive(file: string): ReadHeader {
  if (!existsSync(file)) throw new ConfigError([`${file}: there is no such file`]);
  try {
    return readHeader(file);
  } catch (error) {
    throw asConfigError(file, error);
  }
}

function extract(file: string, archive: ReadHeader, { key, work }: { readonly key: Uint8Array; readonly work: string }): void {
  try {
    extractArchive(file, archive, key, work);
  } catch (error) {
    throw asConfigError(file, error);
  } finally {
    key.fill(0);
  }
}

function asConfigError(file: string, error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const problem = PROBLEMS[error.code];
  return problem === undefined ? error : new ConfigError([`${file}: ${problem}`]);
}

interface ArchiveSigner {
  readonly header: ArchiveHeader;
  readonly password: ReturnType<typeof choosePassword>;
  readonly recoveryKeyPath: string;
}

/** A signer of its own, with the archive's vault open by the password. */
async function withSigner<T>(
  { header, password, recoveryKeyPath }: ArchiveSigner,
  work: (signer: SignerClient) => Promise<T>,
): Promise<T> {
  const signer = new SignerClient({
    password,
    store: new ArchivedVault(header.vault),
    recoveryKeyPath,
    onNotice: () => undefined,
  });
  try {
    await signer.start();
    return await work(signer);
  } finally {
    await signer.close();
  }
}

async function openKey({ id, key }: ArchiveHeader, signer: SignerClient): Promise<Uint8Array> {
  return Buffer.from(await signer.open(archiveKeyContext(id), key), 'base64');
}

interface Extracted extends ReadHeader {
  /** The archive. */
  readonly file: string;
  readonly rowKey: Uint8Array | undefined;
}

/** Older schemas are brought up to this build first; newer ones are refused. */
async function makeRunnable(database: string, { header, file, rowKey }: Extracted): Promise<void> {
  if (inspectSnapshot(database).some(({ ok }) => !ok)) throw new ConfigError([`${file}: the database in it is damaged`]);
  await applyMigrations({ file: database, migrationsDir: MIGRATIONS });
  const from = {
    id: randomUUID(),
    archive: path.basename(file),
    backupAt: Math.floor(Date.parse(header.createdAt) / 1000),
    restoredAt: Math.floor(Date.now() / 1000),
  };
  neutralizeRestored(database, from, rowKey);
  rowKey?.fill(0);
}

interface Placing {
  readonly dataDirectory: string;
  readonly work: string;
  readonly place: string;
  readonly header: ArchiveHeader;
}

function putInPlace({ dataDirectory, work, place, header }: Placing): RestoreReport {
  const keep = path.join(dataDirectory, `before-restore-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`);
  const { isDatabaseKept, isConfigRestored } = placeRestored({
    database: { fresh: path.join(work, DATABASE_MEMBER), place, keep },
    config: { fresh: path.join(work, CONFIG_MEMBER), place: path.join(dataDirectory, CONFIG_MEMBER) },
  });
  return {
    databaseFile: place,
    createdAt: header.createdAt,
    daemonVersion: header.daemonVersion,
    keptIn: isDatabaseKept ? keep : null,
    isConfigRestored,
  };
}
