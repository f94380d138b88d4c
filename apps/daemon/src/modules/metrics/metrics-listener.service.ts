import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Config } from '../../config/config.js';
import { ConfigError } from '../../config/config-error.js';
import { ComponentFigures } from './component-figures.service.js';
import { expositionOf } from './exposition.js';
import { EvidenceFigures } from './evidence-figures.repository.js';
import { ProcessCounters } from './process-counters.js';
import { QueueFigures } from './queue-figures.repository.js';

const HOST = '127.0.0.1';
const LIMITS = { headersTimeout: 5000, requestTimeout: 10_000, maxHeaderSize: 8192 };

/** `GET /metrics` on a port of its own, loopback alone: it has no credential, so nobody else may reach it, a web page neither. */
@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly counters: ProcessCounters,
    private readonly components: ComponentFigures,
    private readonly queues: QueueFigures,
    private readonly evidence: EvidenceFigures,
    private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const port = this.config.get('metrics.port');
    if (port === 0) return;
    const server = createServer(LIMITS, (request, response) => void this.#serve(request, response, port));
    server.maxConnections = 8;
    await new Promise<void>((resolve, reject) => {
      server.once('error', () => reject(new ConfigError(['metrics.port: another program listens there'])));
      server.listen(port, HOST, resolve);
    });
    this.#server = server;
  }

  async onApplicationShutdown(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse, port: number): Promise<void> {
    const refusal = refusalOf(request, port);
    if (refusal !== undefined) {
      response.writeHead(refusal, { connection: 'close' }).end();
      return;
    }
    try {
      const text = expositionOf([
        ...this.counters.metrics(),
        ...this.components.metrics(),
        ...(await this.queues.metrics()),
        ...(await this.evidence.metrics()),
      ]);
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' });
      response.end(text);
    } catch (error) {
      this.log.error('the metrics could not be read', error);
      response.writeHead(503).end();
    }
  }
}

/** A name that leads here by a hostile resolver, or a page that asks: neither gets anything. */
function refusalOf({ method, url, headers }: IncomingMessage, port: number): number | undefined {
  const hosts = [`${HOST}:${String(port)}`, `localhost:${String(port)}`];
  if (!hosts.includes((headers.host ?? '').toLowerCase())) return 421;
  if (headers.origin !== undefined || headers['sec-fetch-site'] === 'cross-site') return 403;
  if (url !== '/metrics') return 404;
  return method === 'GET' ? undefined : 405;
}
