import { Injectable } from '@nestjs/common';
import { networkOf, type NetworkName, type TokenFacts } from '@waiaas/core';
import type { KnownToken, TokenSourcePort } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import type { RegisteredToken } from './builtin-tokens.js';
import { TokensService } from './tokens.service.js';

interface Remembered {
  readonly facts: TokenFacts;
  readonly atMs: number;
}

/** Decimals and standards do not change; extensions of a mint hardly ever do. What is no token yet may become one, and is not kept. */
const TRUST_MS = 600_000;
const MAX_KEPT = 10_000;

/** Facts of tokens: of registered ones what the registry says, of others what the chain says. */
@Injectable()
export class TokenSource implements TokenSourcePort {
  readonly #kept = new Map<string, Remembered>();

  constructor(
    private readonly registry: TokensService,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  async facts(network: NetworkName, addresses: readonly string[]): Promise<ReadonlyMap<string, KnownToken>> {
    const found = await Promise.all(addresses.map(async (address) => this.#one(network, address)));
    return new Map(found.flatMap((token) => (token === undefined ? [] : [[token.address, token]])));
  }

  async #one(network: NetworkName, address: string): Promise<KnownToken | undefined> {
    const registered = await this.registry.find(network, address);
    const told = await this.#told(network, address);
    if (registered === undefined) return told === undefined ? undefined : { ...told, isRegistered: false };
    return told === undefined ? undefined : { ...told, ...asRegistered(registered), isRegistered: true };
  }

  async #told(network: NetworkName, address: string): Promise<TokenFacts | undefined> {
    const key = `${network} ${address}`;
    const known = this.#kept.get(key);
    if (known !== undefined && this.clock.nowMs() - known.atMs < TRUST_MS) return known.facts;
    const facts = await this.chains.port(networkOf(network).name).token(address);
    if (facts === undefined) return undefined;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.delete(key);
    this.#kept.set(key, { facts, atMs: this.clock.nowMs() });
    return facts;
  }
}

/** The registry's word on what a token is called and how it is counted beats the token's own. */
function asRegistered({ symbol, name, decimals }: RegisteredToken): Pick<TokenFacts, 'symbol' | 'name' | 'decimals'> {
  return { symbol, name, decimals };
}
