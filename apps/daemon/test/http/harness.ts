import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Global, Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AppModule } from '../../src/app.module.js';
import { AuthGuard } from '../../src/common/auth/auth.guard.js';
import { AuthModule } from '../../src/common/auth/auth.module.js';
import { KillSwitchState } from '../../src/common/auth/kill-switch-state.js';
import { OwnerProofVerifier } from '../../src/common/auth/owner-proof-verifier.js';
import { DomainErrorFilter } from '../../src/common/errors/domain-error.filter.js';
import { RequestReader } from '../../src/common/http/request-reader.guard.js';
import { Logger } from '../../src/common/logging/logger.js';
import { UuidV7Source } from '../../src/common/time/id-source.js';
import { RequestValidationPipe } from '../../src/common/validation/request-validation.pipe.js';
import type { ConnectionLimits } from '../../src/common/http/connection-limits.js';
import { loadConfig } from '../../src/config/load-config.js';
import { RuntimeSettings } from '../../src/config/runtime-settings.js';
import type { SettingKey, SettingValue } from '../../src/config/settings-registry.js';
import type { Surroundings } from '../../src/config/surroundings.js';
import { HttpServer } from '../../src/http-server.js';
import { ChainRegistry } from '../../src/infra/chains/chain-registry.js';
import type { Database } from '../../src/infra/prisma/database.js';
import { DatabaseModule } from '../../src/infra/prisma/database.module.js';
import { PriceService } from '../../src/infra/prices/price.service.js';
import { openDatabase } from '../../src/infra/prisma/prisma-database.js';
import type { SignerClient } from '../../src/infra/signer/signer-client.js';
import { VaultRepository } from '../../src/infra/signer/vault.repository.js';
import { AuditModule } from '../../src/modules/audit/audit.module.js';
import { BrowserLoginsModule } from '../../src/modules/browser-logins/browser-logins.module.js';
import { HealthModule } from '../../src/modules/health/health.module.js';
import { NotImplementedModule } from '../../src/modules/not-implemented/not-implemented.module.js';
import { OpenApiModule } from '../../src/modules/openapi/openapi.module.js';
import { SessionTokensModule } from '../../src/modules/session-tokens/session-tokens.module.js';
import { SessionTokens } from '../../src/modules/session-tokens/session-tokens.service.js';
import { PlatformModule, type Platform } from '../../src/platform.module.js';
import { ProbeController } from './probe.controller.js';
import { FakeKillSwitch, FakeOwners, FakeSigner, NO_CHAINS, TestClock } from './stand-ins.js';
import { makeSession } from './test-session.js';

export const PASSWORD = 'correct horse battery staple';
const MIGRATIONS = fileURLToPath(new URL('../../../../prisma/migrations/sqlite', import.meta.url));

const OUTSIDE: Surroundings = { inContainer: false, gateways: [] };

export interface TestDaemon {
  readonly port: number;
  readonly clock: TestClock;
  readonly signer: FakeSigner;
  readonly owners: FakeOwners;
  readonly killSwitch: FakeKillSwitch;
  readonly database: Database;
  readonly server: HttpServer;
  /** Everything the daemon logged. */
  readonly log: () => string;
  /** A wallet and a session on it; gives the token. */
  session(): Promise<{ id: string; token: string; walletId: string; jti: string }>;
  get<T>(type: Type<T> | (abstract new (...parts: never[]) => T)): T;
  close(): Promise<void>;
}

export interface HarnessOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly controllers?: readonly Type[];
  readonly dataDir?: string;
  /** What is listened on; loopback by default. */
  readonly hostname?: string;
  readonly surroundings?: Surroundings;
  readonly limits?: ConnectionLimits;
  /** The whole daemon instead of its HTTP layer: the fakes but the signer stand aside. */
  readonly isWhole?: true;
}

class SettingsOfConfig extends RuntimeSettings {
  constructor(private readonly platform: Platform) {
    super();
  }

  override get<K extends SettingKey>(key: K): SettingValue<K> {
    return this.platform.config.get(key);
  }
}

/** The HTTP layer as the daemon builds it, on a real port and a real database; who knows features is replaced by fakes. */
export async function startHarness(options: HarnessOptions = {}): Promise<TestDaemon> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'waiaas-http-'));
  const config = loadConfig({ dataDirectory: dataDir, flags: { 'daemon.port': '0', ...options.settings }, environment: {} });
  const [clock, owners, killSwitch] = [new TestClock(), new FakeOwners(), new FakeKillSwitch()];
  const lines: string[] = [];
  const logger = new Logger('trace', { write: (line) => void lines.push(line) });
  const database = await openDatabase({ file: path.join(dataDir, 'data', 'waiaas.db'), migrationsDir: MIGRATIONS });
  const signer = new FakeSigner(PASSWORD, database);
  const ids = new UuidV7Source();
  const server = await HttpServer.create(
    {
      config,
      clock,
      ids,
      logger,
      signer: signer as unknown as SignerClient,
      vault: new VaultRepository(database, clock),
      database,
      surroundings: options.surroundings ?? OUTSIDE,
      ...(options.limits === undefined ? {} : { limits: options.limits }),
    },
    (platform, db) =>
      options.isWhole === true ? AppModule.on(platform, db) : testModule({ platform, database: db, owners, killSwitch, options }),
  );
  const port = await server.listen(options.hostname ?? '127.0.0.1');
  return {
    port,
    clock,
    signer,
    owners,
    killSwitch,
    database,
    server,
    log: () => lines.join(''),
    get: (type) => server.container().get(type, { strict: false }),
    session: () => makeSession(database, server.container().get(SessionTokens, { strict: false }), clock.nowSeconds()),
    close: async () => {
      await server.close();
      await database.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface ModuleParts {
  readonly platform: Platform;
  readonly database: Database;
  readonly owners: FakeOwners;
  readonly killSwitch: FakeKillSwitch;
  readonly options: HarnessOptions;
}

function testModule({ platform, database, owners, killSwitch, options }: ModuleParts): DynamicModule {
  @Global()
  @Module({})
  class FakesModule {}
  const fakes: Provider[] = [
    { provide: OwnerProofVerifier, useValue: owners },
    { provide: KillSwitchState, useValue: killSwitch },
    { provide: RuntimeSettings, useValue: new SettingsOfConfig(platform) },
    { provide: ChainRegistry, useValue: NO_CHAINS },
    { provide: PriceService, useValue: { status: () => [] } },
  ];
  @Module({})
  class TestModule {}
  return {
    module: TestModule,
    imports: [
      PlatformModule.with(platform),
      DatabaseModule.forDatabase(database),
      { module: FakesModule, providers: fakes, exports: fakes.map((fake) => (fake as { provide: symbol }).provide) },
      AuditModule,
      AuthModule.using([SessionTokensModule, BrowserLoginsModule]),
      HealthModule,
      OpenApiModule,
      NotImplementedModule,
    ],
    controllers: [ProbeController, ...(options.controllers ?? [])],
    providers: [
      { provide: APP_GUARD, useExisting: AuthGuard },
      { provide: APP_GUARD, useClass: RequestReader },
      { provide: APP_PIPE, useClass: RequestValidationPipe },
      { provide: APP_FILTER, useClass: DomainErrorFilter },
    ],
  };
}
