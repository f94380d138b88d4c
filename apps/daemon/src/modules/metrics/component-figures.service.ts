import { statSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import type { SignerPort } from '@waiaas/core';
import { KillSwitchState } from '../../common/auth/kill-switch-state.js';
import { Config } from '../../config/config.js';
import { databaseFile } from '../../config/database-file.js';
import { VERSION } from '../../config/version.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { PriceService } from '../../infra/prices/price.service.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import type { Metric } from './exposition.js';
import { gauge } from './process-counters.js';

/** How the parts of the daemon are. */
@Injectable()
export class ComponentFigures {
  constructor(
    private readonly config: Config,
    private readonly chains: ChainRegistry,
    private readonly prices: PriceService,
    private readonly killSwitch: KillSwitchState,
    @Inject(SIGNER) private readonly signer: SignerPort,
  ) {}

  metrics(): readonly Metric[] {
    const endpoints = new Map<string, number[]>();
    for (const { network, isHealthy } of this.chains.status())
      endpoints.set(network, [...(endpoints.get(network) ?? []), isHealthy ? 1 : 0]);
    const perNetwork = [...endpoints].map(([network, states]) => ({ network, states }));
    const state = this.killSwitch.state();
    return [
      { name: 'waiaas_info', help: 'The build.', type: 'gauge', samples: [{ labels: { version: VERSION }, value: 1 }] },
      gauge('waiaas_signer_unlocked', 'Whether the signer can sign.', this.signer.isUnlocked() ? 1 : 0),
      {
        ...{ name: 'waiaas_kill_switch', help: 'The position of the kill switch.', type: 'gauge' },
        samples: ['ACTIVE', 'SUSPENDED', 'LOCKED'].map((each) => ({ labels: { state: each }, value: each === state ? 1 : 0 })),
      },
      {
        ...{ name: 'waiaas_rpc_endpoints', help: 'RPC endpoints in use, by network.', type: 'gauge' },
        samples: perNetwork.map(({ network, states }) => ({ labels: { network }, value: states.length })),
      },
      {
        ...{ name: 'waiaas_rpc_endpoints_healthy', help: 'RPC endpoints that answer, by network.', type: 'gauge' },
        samples: perNetwork.map(({ network, states }) => ({ labels: { network }, value: states.reduce((a, b) => a + b, 0) })),
      },
      {
        ...{ name: 'waiaas_price_source_ok', help: 'Whether a configured price source answered last time.', type: 'gauge' },
        samples: this.prices
          .status()
          .filter((source) => source.state !== 'off')
          .map((source) => ({ labels: { source: source.source }, value: source.state === 'failing' ? 0 : 1 })),
      },
      gauge('waiaas_database_bytes', 'Size of the database, its log included.', this.#databaseBytes()),
    ];
  }

  #databaseBytes(): number {
    const file = databaseFile(this.config);
    return sizeOf(file) + sizeOf(`${file}-wal`);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
