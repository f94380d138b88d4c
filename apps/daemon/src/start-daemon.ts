import 'reflect-metadata';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from './common/logging/logger.js';
import type { Clock } from './common/time/clock.js';
import { ObservedClock } from './common/time/observed-clock.js';
import { type IdSource, UuidV7Source } from './common/time/id-source.js';
import { prepareDataDirectory, removeRunningFile, writeRunningFile } from './config/data-directory.js';
import type { Config } from './config/config.js';
import { databaseFile } from './config/database-file.js';
import { listenAddress } from './config/listen-address.js';
import { checkProxyTrust } from './config/proxy-trust.js';
import { readSurroundings } from './config/surroundings.js';
import { dataDirectoryOf, loadConfig } from './config/load-config.js';
import { processEnvironment } from './config/process-environment.js';
import { takePasswordSources, type GivenPassword } from './config/master-password.js';
import { HttpServer } from './http-server.js';
import type { Database } from './infra/prisma/database.js';
import { lockDirectory } from './infra/prisma/directory-lock.js';
import { newestIds } from './infra/prisma/newest-ids.js';
import { openDatabase } from './infra/prisma/prisma-database.js';
import { choosePassword } from './infra/signer/configured-password.js';
import { SignerClient } from './infra/signer/signer-client.js';
import { VaultRepository } from './infra/signer/vault.repository.js';
import { loadObservedTime } from './modules/clock/observed-time.repository.js';
import { finishRestore } from './modules/backup/offline-restore.js';
import { startNotice } from './start-notice.js';

export interface StartOptions {
  /** Outranks `WAIAAS_DATA_DIR`. */
  readonly dataDir?: string;
  /** Setting key to value, as flags say; outranks file and environment. */
  readonly overrides?: Readonly<Record<string, string>>;
  /** Another place for `config.toml`. */
  readonly configFile?: string;
  readonly password?: GivenPassword;
  /** The environment to read; the process's own by default. The master password is taken out of it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where the lines for the person at the terminal go; standard output by default. */
  readonly print?: (line: string) => void;
}

export interface RunningDaemon {
  /** `http://127.0.0.1:3100` */
  readonly address: string;
  readonly port: number;
  /** Answers what is under way, refuses what is new, then stops workers, signer and database. */
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL('../../../prisma/migrations/sqlite', import.meta.url));

/** What was opened, to be closed in reverse, whether the start succeeds or not. */
class Opened {
  readonly #closers: (() => unknown)[] = [];
  #closing: Promise<void> | undefined;

  add(close: () => unknown): void {
    this.#closers.push(close);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** The data directory in force when the flag says `option`. */
export function resolveDataDirectory(option?: string): string {
  return dataDirectoryOf({ dataDirectory: option, environment: processEnvironment() });
}

/**
 * Starts the daemon in this process: settings, data directory and its lock, database, signer, then the port. Each step must stand
 * before the next: nothing is migrated without the lock, nothing is served without keys.
 *
 * @throws ConfigError, DirectoryInUseError, SchemaError or SignerStartError, each a line a person can act on.
 */
export async function startDaemon(options: StartOptions = {}): Promise<RunningDaemon> {
  const environment = options.env ?? processEnvironment();
  const passwords = takePasswordSources(environment, options.password);
  finishRestore(dataDirectoryOf({ dataDirectory: options.dataDir, environment }));
  const config = loadConfig({
    dataDirectory: options.dataDir,
    flags: options.overrides,
    configFile: options.configFile,
    environment,
  });
  const opened = new Opened();
  try {
    return await boot({ config, passwords, opened, print: options.print ?? printLine });
  } catch (error) {
    await opened.close().catch(() => undefined);
    throw error;
  }
}

interface BootParts {
  readonly config: Config;
  readonly passwords: ReturnType<typeof takePasswordSources>;
  readonly opened: Opened;
  readonly print: (line: string) => void;
}

async function boot({ config, passwords, opened, print }: BootParts): Promise<RunningDaemon> {
  const { dataDirectory } = config;
  const surroundings = readSurroundings();
  const hostname = listenAddress(config, surroundings.inContainer);
  checkProxyTrust(config);
  const logger = new Logger(config.get('daemon.log_level'));
  const clock = new ObservedClock();
  prepareDataDirectory(dataDirectory);
  const lock = lockDirectory(dataDirectory);
  opened.add(() => lock.release());
  const database = await openDatabase({ file: databaseFile(config), migrationsDir: MIGRATIONS });
  opened.add(() => database.close());
  clock.notBefore((await loadObservedTime(database)) ?? 0);
  const vault = new VaultRepository(database, clock);
  const recoveryKeyPath = path.join(dataDirectory, 'recovery.key');
  const signer = new SignerClient({
    password: choosePassword({ ...passwords, recoveryKeyPath }),
    store: vault,
    recoveryKeyPath,
    bookPath: path.join(dataDirectory, 'signer.book'),
    onNotice: (line) => logger.warn(line),
    onLog: (line) => logger.relay('signer', line),
  });
  await signer.start();
  opened.add(() => signer.close());
  const server = await HttpServer.create({
    config,
    clock,
    ids: idsAfter(database, clock),
    logger,
    signer,
    vault,
    database,
    surroundings,
  });
  opened.add(() => server.close());
  await server.recordStart();
  const port = await server.listen(hostname);
  writeRunningFile(dataDirectory, { pid: process.pid, signerPid: signer.signerPid() ?? null, port });
  opened.add(() => removeRunningFile(dataDirectory));
  const address = `http://${reachableName(hostname)}:${port}`;
  startNotice({ address, isPasswordProvisioned: signer.isPasswordProvisioned(), recoveryKeyPath }).forEach(print);
  return { address, port, close: () => opened.close() };
}

/** Ids go on above those that are stored, also where the clock was set back while nobody ran. */
function idsAfter(database: Database, clock: Clock): IdSource {
  const ids = new UuidV7Source({ nowMs: () => clock.nowMs() });
  for (const id of newestIds(database.client)) ids.startAfter(id);
  return ids;
}

/** What to type to get there: every interface has a loopback among them, and only that is served by name. */
function reachableName(hostname: string): string {
  if (hostname === '0.0.0.0' || hostname === '::') return '127.0.0.1';
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
