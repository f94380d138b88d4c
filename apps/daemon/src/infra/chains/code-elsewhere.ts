import { Injectable } from '@nestjs/common';
import { NETWORKS, networkOf, type Network, type NetworkName } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from './chain-registry.js';

interface Seen {
  readonly hasCode: boolean;
  readonly atMs: number;
}

/** Code stays where it is. That there is none may change, but who lists an address has known its code for longer than this. */
const TRUST_MS = 3_600_000;
const MAX_KEPT = 20_000;
/** A network that does not answer in this time is one that cannot be asked. */
const PATIENCE_MS = 3000;

/** Which addresses are contracts on which of the networks that are configured. */
@Injectable()
export class CodeElsewhere {
  readonly #seen = new Map<string, Seen>();

  constructor(
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  /** Those without code on the network and with code on another; one that nobody could be asked about is among them. */
  async among(name: NetworkName, addresses: readonly string[]): Promise<readonly string[]> {
    const network = networkOf(name);
    const empty = addresses.length === 0 ? [] : await this.#withoutCode(network, addresses);
    if (empty.length === 0) return [];
    const others = this.configured(network).filter((other) => other !== network);
    const answers = await Promise.all(others.map(async (other) => this.#withoutCodeOrNone(other, empty)));
    return empty.filter((address) => answers.some((without) => !without.includes(address)));
  }

  /** For each network that answers in time: those of the addresses without code there. Never throws. */
  async emptyOn(
    networks: readonly Network[],
    addresses: readonly string[],
  ): Promise<ReadonlyMap<NetworkName, ReadonlySet<string>>> {
    const answers = await Promise.all(
      networks.map(async (network) => [network.name, await this.#inTime(network, addresses)] as const),
    );
    return new Map(answers.flatMap(([name, empty]) => (empty === undefined ? [] : [[name, new Set(empty)] as const])));
  }

  /** Networks of the same chain that have endpoints. */
  configured({ chain }: Network): readonly Network[] {
    return NETWORKS.filter((network) => network.chain === chain && this.chains.isConfigured(network.name));
  }

  /** Throws DomainError where the network cannot be asked. */
  async #withoutCode(network: Network, addresses: readonly string[]): Promise<readonly string[]> {
    const unknown = addresses.filter((address) => this.#recall(network, address) === undefined);
    if (unknown.length > 0) {
      const without = await this.chains.port(network.name).withoutCode(unknown);
      for (const address of unknown) this.#keep(network, address, !without.includes(address));
    }
    return addresses.filter((address) => this.#recall(network, address) === false);
  }

  /** What cannot be told is taken for code. */
  async #withoutCodeOrNone(network: Network, addresses: readonly string[]): Promise<readonly string[]> {
    return (await this.#inTime(network, addresses)) ?? addresses.filter((address) => this.#recall(network, address) === false);
  }

  /** Undefined where the network cannot be asked or takes too long. */
  async #inTime(network: Network, addresses: readonly string[]): Promise<readonly string[] | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, undefined);
    });
    try {
      return await Promise.race([this.#withoutCode(network, addresses), late]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  #recall(network: Network, address: string): boolean | undefined {
    const seen = this.#seen.get(`${network.name} ${address}`);
    return seen !== undefined && this.clock.nowMs() - seen.atMs < TRUST_MS ? seen.hasCode : undefined;
  }

  #keep(network: Network, address: string, hasCode: boolean): void {
    const key = `${network.name} ${address}`;
    const [oldest] = this.#seen.keys();
    if (this.#seen.size >= MAX_KEPT && oldest !== undefined) this.#seen.delete(oldest);
    this.#seen.delete(key);
    this.#seen.set(key, { hasCode, atMs: this.clock.nowMs() });
  }
}
