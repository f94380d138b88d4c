import { Injectable } from '@nestjs/common';
import { createEvmChain, type EvmChain } from '@waiaas/chain-evm';
import { createSolanaChain, type SolanaChain } from '@waiaas/chain-solana';
import { DomainError, NETWORKS, networkOf, type ChainPort, type NetworkName, type RawTransactionPort } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import type { SolanaNetwork } from '../../config/chain.settings.js';
import { rpcGenesisKey, rpcListKey } from '../../config/rpc.settings.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { environmentName } from '../../config/settings-registry.js';
import { timedCalls } from './timed-call.js';
import { ChainRegistry, type ContractReads, type EndpointStatus } from './chain-registry.js';

interface Made {
  readonly fingerprint: string;
  readonly chain: EvmChain | SolanaChain;
}

@Injectable()
export class ConfiguredChains extends ChainRegistry {
  readonly #made = new Map<NetworkName, Made>();

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly logger: Logger,
  ) {
    super();
  }

  override isConfigured(network: NetworkName): boolean {
    return this.endpointCount(network) > 0;
  }

  override endpointCount(network: NetworkName): number {
    return this.settings.get(rpcListKey(network)).length;
  }

  override contracts(network: NetworkName): ContractReads {
    const chain = this.#chain(network);
    if ('judgeContractSignature' in chain) return chain;
    throw new DomainError('ADAPTER_NOT_AVAILABLE', { retryable: false, hint: `${network} has no contracts that sign.` });
  }

  override port(network: NetworkName): ChainPort {
    return this.#chain(network);
  }

  override raw(network: NetworkName): RawTransactionPort {
    return this.#chain(network).raw;
  }

  override async isHealthy(network: NetworkName): Promise<boolean> {
    try {
      return (await this.port(network).head()).isHealthy;
    } catch {
      return false;
    }
  }

  override status(): readonly EndpointStatus[] {
    return NETWORKS.filter(({ name }) => this.isConfigured(name)).flatMap(({ name }) =>
      endpointsOf(this.#chain(name)).map((endpoint) => ({
        network: name,
        url: endpoint.endpoint,
        isHealthy: endpoint.state === 'ok',
        problem: endpoint.lastFailure,
        score: endpoint.score,
      })),
    );
  }

  /** Endpoints may change while the daemon runs: the adapter is made anew when what it was made of has changed. */
  #chain(network: NetworkName): EvmChain | SolanaChain {
    const endpoints = this.settings.get(rpcListKey(network));
    if (endpoints.length === 0) {
      throw new DomainError('ADAPTER_NOT_AVAILABLE', {
        retryable: false,
        hint: `Set ${environmentName(rpcListKey(network))} to the RPC endpoint of ${network}.`,
      });
    }
    const timeoutMs = this.settings.get('rpc.timeout_ms');
    const finality = this.settings.get(`chain.${network}.finality`);
    const genesis = this.settings.get(rpcGenesisKey(network));
    const others = [this.settings.get('chain.poll_ms'), this.#priorityFee(network)];
    const fingerprint = JSON.stringify([endpoints, timeoutMs, finality, genesis, ...others]);
    const made = this.#made.get(network);
    if (made?.fingerprint === fingerprint) return made.chain;
    const chain = this.#make(network, endpoints, timeoutMs);
    this.#made.set(network, { fingerprint, chain });
    return chain;
  }

  /** Empty for networks without one. */
  #priorityFee(name: NetworkName): { readonly maxMicroLamports?: number } {
    if (networkOf(name).chain !== 'solana') return {};
    return { maxMicroLamports: this.settings.get(`chain.${name as SolanaNetwork}.max_priority_fee`) };
  }

  #make(name: NetworkName, endpoints: readonly string[], timeoutMs: number): EvmChain | SolanaChain {
    const network = networkOf(name);
    const genesis = this.settings.get(rpcGenesisKey(name));
    const timeCall = timedCalls(name);
    const tell = ({ endpoint, failure }: { endpoint: string; failure: string }): void => {
      this.logger.warn('an RPC endpoint is out of use', { network: name, endpoint, failure });
    };
    if (network.chain === 'solana') {
      const named = genesis === null ? {} : { genesis };
      return createSolanaChain({
        network,
        endpoints,
        timeoutMs,
        timeCall,
        priorityFee: this.#priorityFee(name),
        ...named,
        onEndpointFailure: tell,
      });
    }
    const finality = this.settings.get(`chain.${name}.finality`);
    return createEvmChain({
      network,
      endpoints,
      timeoutMs,
      timeCall,
      freshnessMs: this.settings.get('chain.poll_ms'),
      onEndpointFailure: tell,
      ...(typeof finality === 'number' ? { finality } : {}),
    });
  }
}

interface ShownEndpoint {
  readonly endpoint: string;
  readonly state: string;
  readonly lastFailure: string | null;
  readonly score: number;
}

function endpointsOf(chain: EvmChain | SolanaChain): readonly ShownEndpoint[] {
  return 'endpoints' in chain ? chain.endpoints() : chain.health();
}
