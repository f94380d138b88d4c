import type { AddressInfo } from 'node:net';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { DomainError } from '@waiaas/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { CredentialGate } from './common/auth/credential-gate.js';
import { ClientAddresses } from './common/http/client-address.js';
import { CONNECTION_LIMITS, type ConnectionLimits } from './common/http/connection-limits.js';
import { DaemonHttpAdapter } from './common/http/daemon-http-adapter.js';
import { ListeningAddress } from './common/http/listening-address.js';
import { OriginRule } from './common/http/origin-rule.js';
import { PeerRule } from './common/http/peer-rule.js';
import { RequestBoundary } from './common/http/request-boundary.js';
import { Sightings } from './common/http/sightings.js';
import { NestLogger } from './common/logging/nest-logger.js';
import { declaredRoutes, routeProblems, toRoutes } from './common/routing/declared-routes.js';
import { RouteTable } from './common/routing/route-table.js';
import { ConfigError } from './config/config-error.js';
import { VERSION } from './config/version.js';
import { Database } from './infra/prisma/database.js';
import { openRowKey } from './infra/prisma/row-key.repository.js';
import { AuditService } from './modules/audit/audit.service.js';
import type { Platform } from './platform.module.js';

export interface ServerParts extends Omit<Platform, 'routes' | 'address' | 'sightings'> {
  readonly database: Database;
  /** Other than the usual ones only in tests. */
  readonly limits?: ConnectionLimits;
}

const composeApp: ComposeModule = (platform, database) => AppModule.on(platform, database);

type ComposeModule = (platform: Platform, database: Database) => DynamicModule;

/** How long a shutdown waits for requests under way. No answer takes longer: clients give up after 30 s. */
const DRAIN_MS = 30_000;

/** The API on its listener, with everything behind it. */
export class HttpServer {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly boundary: RequestBoundary,
    private readonly address: ListeningAddress,
    private readonly wantedPort: number,
  ) {}

  /** Builds the container and checks every route. Throws where a handler could be reached by somebody nobody named. */
  static async create(
    { database, limits, ...parts }: ServerParts,
    composeModule: ComposeModule = composeApp,
  ): Promise<HttpServer> {
    const { config, ids } = parts;
    await openIfUnlocked(database, parts.signer);
    const routes = new RouteTable();
    const address = new ListeningAddress(config);
    const sightings = new Sightings(parts.clock);
    const boundary = new RequestBoundary({
      addresses: new ClientAddresses(config.get('security.trusted_proxies')),
      peers: new PeerRule(parts.surroundings.gateways),
      sightings,
      origins: new OriginRule(config.get('security.cors_origins')),
      allowedHosts: config.get('security.allowed_hosts'),
      routes,
      ids,
    });
    const late: { gate?: CredentialGate } = {};
    const adapter = new DaemonHttpAdapter({
      boundary,
      ids,
      logger: parts.logger,
      sightings,
      limits: limits ?? CONNECTION_LIMITS,
      gate: {
        admit: async (request) => {
          if (late.gate === undefined) throw new DomainError('SHUTTING_DOWN');
          await late.gate.admit(request);
        },
      },
    });
    const app = await NestFactory.create<NestFastifyApplication>(
      composeModule({ ...parts, routes, address, sightings }, database),
      adapter,
      {
        bodyParser: false,
        abortOnError: false,
        logger: new NestLogger(parts.logger),
      },
    );
    await app.init();
    late.gate = app.get(CredentialGate);
    await adapter.getInstance().ready();
    const declared = declaredRoutes(app.get(ModulesContainer));
    const problems = routeProblems(declared, adapter.registered);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    routes.load(toRoutes(declared));
    return new HttpServer(app, boundary, address, config.get('daemon.port'));
  }

  /** Leaves the start in the chain, before anybody can ask for anything. */
  async recordStart(): Promise<void> {
    const audit = this.app.get(AuditService);
    await this.app
      .get(Database)
      .transaction((tx) =>
        audit.append(tx, { eventType: 'DAEMON_STARTED', actor: 'system', details: { version: VERSION }, severity: 'info' }),
      );
  }

  /** Opens the port and says which one it is. */
  async listen(hostname: string): Promise<number> {
    const fastify = this.app.getHttpAdapter().getInstance();
    try {
      await fastify.listen({ port: this.wantedPort, host: hostname });
    } catch (error) {
      throw asConfigError(error);
    }
    const { port } = fastify.server.address() as AddressInfo;
    this.boundary.listeningOn(port);
    this.address.listensOn(port, hostname);
    return port;
  }

  /** The container, for what runs beside the requests. */
  container(): INestApplicationContext {
    return this.app;
  }

  async close(): Promise<void> {
    await Promise.race([this.boundary.drain(), pause(DRAIN_MS)]);
    await this.app.close();
  }
}

/** Before any module reads a row. While the signer is locked the key comes later. */
async function openIfUnlocked(database: Database, signer: ServerParts['signer']): Promise<void> {
  try {
    await openRowKey(database, signer);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'KEYSTORE_LOCKED') throw error;
  }
}

/** A port or address that cannot be taken is for the operator to change. */
function asConfigError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new ConfigError(['daemon.port: another program listens there (0 takes any free port)']);
    case 'EACCES':
      return new ConfigError(['daemon.port: this user may not listen there']);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(['daemon.hostname: this machine has no such address']);
    default:
      return error;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
