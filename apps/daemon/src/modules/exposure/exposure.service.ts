import { Inject, Injectable } from '@nestjs/common';
import type { ExposureReport, SocketAddress } from '@waiaas/api-types';
import { ListeningAddress } from '../../common/http/listening-address.js';
import { Sightings } from '../../common/http/sightings.js';
import { Clock } from '../../common/time/clock.js';
import { Config } from '../../config/config.js';
import type { Surroundings } from '../../config/surroundings.js';
import { SURROUNDINGS } from '../../config/surroundings.token.js';
import { FindingsService } from './findings.service.js';

const METRICS_HOST = '127.0.0.1';

/** What the daemon can see of its own exposure: its side of the wall. */
@Injectable()
export class ExposureService {
  constructor(
    private readonly config: Config,
    private readonly address: ListeningAddress,
    private readonly sightings: Sightings,
    private readonly clock: Clock,
    private readonly findings: FindingsService,
    @Inject(SURROUNDINGS) private readonly surroundings: Surroundings,
  ) {}

  async report(): Promise<ExposureReport> {
    const { config, sightings } = this;
    const metrics = this.#metricsListener();
    const api = { address: this.address.hostname(), port: this.address.port(), purpose: 'api' as const };
    const [tls] = sightings.sums('tls');
    return {
      asOf: this.clock.nowSeconds(),
      listeners: [api, ...(metrics === null ? [] : [{ ...metrics, purpose: 'metrics' as const }])],
      inContainer: this.surroundings.inContainer,
      peersOffLoopback: sightings.sums('peer').map(({ subject, count, lastSeenAt }) => ({ address: subject, count, lastSeenAt })),
      hostRefusals24h: sightings.total('host-refused'),
      originRefusals24h: sightings.total('origin-refused'),
      ignoredForwardedHeaders24h: sightings.total('forwarded-ignored'),
      allowedHosts: [...config.get('security.allowed_hosts')],
      trustedProxies: [...config.get('security.trusted_proxies')],
      corsOrigins: [...config.get('security.cors_origins')],
      tls: { terminated: tls !== undefined, via: tls?.subject ?? null },
      metricsListener: metrics,
      findings: [...(await this.findings.list())],
    };
  }

  #metricsListener(): SocketAddress | null {
    const port = this.config.get('metrics.port');
    return port === 0 ? null : { address: METRICS_HOST, port };
  }
}
