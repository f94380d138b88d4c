import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DomainError } from '@waiaas/core';
import { uuidv7 } from 'uuidv7';
import { Logger } from '../../src/common/logging/logger.js';
import { FreezeFile } from '../../src/infra/freeze/freeze-file.js';
import { Database, type Tx } from '../../src/infra/prisma/database.js';
import type { AuditService } from '../../src/modules/audit/audit.service.js';
import { KillSwitchActs } from '../../src/modules/kill-switch/kill-switch-acts.service.js';
import { KillSwitchRepository } from '../../src/modules/kill-switch/kill-switch.repository.js';
import { KillSwitchService } from '../../src/modules/kill-switch/kill-switch.service.js';
import { SessionCache } from '../../src/modules/session-tokens/session-cache.service.js';
import { SessionStatesRepository } from '../../src/modules/session-tokens/session-states.repository.js';
import { auditOver, eventsOn } from '../audit-over.js';
import { FixedClock } from '../fixed-clock.js';
import { FakeOpenTransactions } from '../owners/owners-fixture.js';
import { temporaryDatabase, type TemporaryDatabase } from '../temporary-database.js';

/** A database that cannot write as long as it is told so. */
export class FailingDatabase extends Database {
  isFull = false;

  constructor(private readonly real: Database) {
    super();
  }

  override get client() {
    return this.real.client;
  }

  override get guard() {
    return this.real.guard;
  }

  override get schemaVersion() {
    return this.real.schemaVersion;
  }

  override async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.isFull) throw new DomainError('STORAGE_UNAVAILABLE');
    return this.real.transaction(work);
  }

  override async sharedTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.isFull) throw new DomainError('STORAGE_UNAVAILABLE');
    return this.real.sharedTransaction(work);
  }

  override afterCommit(tx: Tx, act: () => void): void {
    this.real.afterCommit(tx, act);
  }

  override async close(): Promise<void> {
    await this.real.close();
  }
}

export interface KillSwitchFixture {
  readonly temporary: TemporaryDatabase;
  readonly database: FailingDatabase;
  readonly dataDirectory: string;
  readonly clock: FixedClock;
  readonly openTransactions: FakeOpenTransactions;
  readonly audit: AuditService;
  readonly sessions: SessionCache;
  /** A process over the same database and data directory; every one of them is stopped at the end. */
  readonly start: () => Promise<KillSwitchService>;
  readonly drop: () => Promise<void>;
}

export async function killSwitchFixture(): Promise<KillSwitchFixture> {
  const temporary = await temporaryDatabase();
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'waiaas-freeze-'));
  const database = new FailingDatabase(temporary.database);
  const clock = new FixedClock();
  const openTransactions = new FakeOpenTransactions();
  const audit = auditOver(database, clock);
  const events = eventsOn(clock);
  const acts = new KillSwitchActs(database, new KillSwitchRepository(database), openTransactions, audit, events, clock);
  const sessions = new SessionCache(new SessionStatesRepository(database), clock);
  const started: KillSwitchService[] = [];
  const start = async (): Promise<KillSwitchService> => {
    const service = new KillSwitchService(acts, sessions, new FreezeFile(dataDirectory), clock, new Logger('fatal'));
    started.push(service);
    await service.onModuleInit();
    return service;
  };
  const drop = async (): Promise<void> => {
    for (const service of started) service.onModuleDestroy();
    await temporary.drop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { temporary, database, dataDirectory, clock, openTransactions, audit, sessions, start, drop };
}

export async function addSession({ temporary }: Pick<KillSwitchFixture, 'temporary'>): Promise<string> {
  const id = uuidv7();
  await temporary.database.transaction((tx) =>
    tx.session.create({ data: { id, currentJti: id, jtiChangedAt: 1n, createdAt: 1n } }),
  );
  return id;
}
