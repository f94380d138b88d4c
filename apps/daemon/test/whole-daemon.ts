import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { type Alongside, DomainError, type PasswordChangeOrder, Secret } from '@waiaas/core';
import { Logger } from '../src/common/logging/logger.js';
import { UuidV7Source } from '../src/common/time/id-source.js';
import { loadConfig } from '../src/config/load-config.js';
import { HttpServer } from '../src/http-server.js';
import type { Database } from '../src/infra/prisma/database.js';
import { openDatabase } from '../src/infra/prisma/prisma-database.js';
import { SignerClient } from '../src/infra/signer/signer-client.js';
import { VaultRepository } from '../src/infra/signer/vault.repository.js';
import { FakeAuditSigner } from './audit-signer.js';
import { FixedClock } from './fixed-clock.js';
import { MIGRATIONS_DIR } from './temporary-database.js';

export const FIRST_PASSWORD = 'correct horse battery staple';

/** A vault of one password that seals by writing down the place; it holds no keys. */
class VaultOnly extends FakeAuditSigner {
  password = FIRST_PASSWORD;
  isProvisioned = true;
  isHeld = false;

  constructor(private readonly database: Database) {
    super();
  }

  isUnlocked(): boolean {
    return true;
  }

  signerPid(): number {
    return 1;
  }

  async freeze(): Promise<boolean> {
    this.isHeld = true;
    return true;
  }

  async unfreeze(password: string): Promise<void> {
    if (password !== this.password) throw new DomainError('INVALID_MASTER_PASSWORD');
    this.isHeld = false;
  }

  async isFrozen(): Promise<boolean> {
    return this.isHeld;
  }

  isPasswordProvisioned(): boolean {
    return this.isProvisioned;
  }

  isPasswordFromEnvironment(): boolean {
    return false;
  }

  async verifyPassword(password: string): Promise<boolean> {
    return password === this.password;
  }

  isWaitingForPassword(): boolean {
    return false;
  }

  holdsEarlier(): boolean {
    return false;
  }

  async changePassword({ password, newPassword }: PasswordChangeOrder, alongside: Alongside): Promise<void> {
    if (password !== this.password) throw new DomainError('INVALID_MASTER_PASSWORD');
    await this.database.transaction(alongside);
    this.password = newPassword;
    this.isProvisioned = false;
  }

  async seal(context: unknown, plaintext: string): Promise<string> {
    return JSON.stringify([context, plaintext]);
  }

  async open(_context: unknown, sealed: string): Promise<string> {
    return (JSON.parse(sealed) as [unknown, string])[1];
  }
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The master password; left out: no credential. */
  readonly password?: string;
}

export interface WholeDaemon {
  readonly database: Database;
  readonly clock: FixedClock;
  readonly dataDirectory: string;
  /** Everything logged so far. */
  readonly log: () => string;
  readonly call: (path: string, call?: Call) => Promise<Answer>;
  /** The whole answer as text, for what is no JSON. */
  readonly text: (path: string, password: string) => Promise<string>;
  /** A provider of the running container. */
  readonly get: INestApplicationContext['get'];
  /** Ends it and leaves the directory. */
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WholeDaemonOptions {
  /** Starts the built signer under FIRST_PASSWORD instead of the stand-in. */
  readonly hasRealSigner?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Goes on in the directory that a daemon stopped with `stop` left. */
  readonly after?: WholeDaemon;
}

/** Every module of the daemon on a real port and a real database; unless asked for, the signer process is replaced. */
export async function startWholeDaemon({
  hasRealSigner = false,
  settings = {},
  after,
}: WholeDaemonOptions = {}): Promise<WholeDaemon> {
  const dataDirectory = after?.dataDirectory ?? mkdtempSync(path.join(tmpdir(), 'waiaas-whole-'));
  const flags = {
    'daemon.port': '0',
    'security.rate_limit_login_rpm': '1000',
    'security.rate_limit_global_ip_rpm': '10000',
    ...settings,
  };
  const config = loadConfig({ dataDirectory, flags, environment: {} });
  const clock = after?.clock ?? new FixedClock();
  const database = await openDatabase({ file: path.join(dataDirectory, 'data', 'waiaas.db'), migrationsDir: MIGRATIONS_DIR });
  const vault = new VaultRepository(database, clock);
  const signer = hasRealSigner ? await startSigner(vault, dataDirectory) : undefined;
  const lines: string[] = [];
  const server = await HttpServer.create({
    config,
    clock,
    ids: new UuidV7Source(),
    logger: new Logger('trace', { write: (line) => void lines.push(line) }),
    signer: signer ?? (new VaultOnly(database) as unknown as SignerClient),
    vault,
    database,
    surroundings: { inContainer: false, gateways: [] },
  });
  const origin = `http://127.0.0.1:${await server.listen('127.0.0.1')}`;
  const call = async (route: string, { method = 'GET', headers = {}, body, password }: Call = {}): Promise<Answer> => {
    const response = await fetch(`${origin}${route}`, {
      method,
      headers: {
        ...headers,
        ...(password === undefined ? {} : { 'x-master-password': password }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  const text = async (route: string, password: string): Promise<string> =>
    (await fetch(`${origin}${route}`, { headers: { 'x-master-password': password } })).text();
  const container = server.container();
  const stop = async (): Promise<void> => {
    await server.close();
    await signer?.close();
    await database.close();
  };
  const close = async (): Promise<void> => {
    await stop();
    for (const directory of [dataDirectory, `${dataDirectory}-tokens`]) rmSync(directory, { recursive: true, force: true });
  };
  return {
    database,
    clock,
    dataDirectory,
    log: () => lines.join(''),
    call,
    text,
    get: container.get.bind(container),
    stop,
    close,
  };
}

async function startSigner(vault: VaultRepository, dataDirectory: string): Promise<SignerClient> {
  const signer = new SignerClient({
    password: { kind: 'prompt', value: new Secret(FIRST_PASSWORD) },
    store: vault,
    recoveryKeyPath: path.join(dataDirectory, 'recovery.key'),
    bookPath: path.join(dataDirectory, 'signer.book'),
  });
  await signer.start();
  return signer;
}
