import { Injectable } from '@nestjs/common';
import { DomainError, isSameToken, networkOf, type NetworkName, type TokenFacts } from '@waiaas/core';
import type { KnownToken, TokenSourcePort } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import type { RegisteredToken } from './builtin-tokens.js';
import { TokenPinsRepository } from './token-pins.repository.js';
import { TokensService } from './tokens.service.js';

interface Remembered {
  readonly facts: TokenFacts;
  readonly atMs: number;
}

/** For so long the chain is not asked again whether a token is still the one that was pinned. What is no token may become one, and is not kept. */
const TRUST_MS = 600_000;
const MAX_KEPT = 10_000;

/**
 * Facts of tokens: of registered ones what the registry says, of others what the chain says. Decimals, standard and extensions are
 * pinned at first use, when every node must say the same; what the chain says otherwise later is refused (security.md 9).
 */
@Injectable()
export class TokenSource implements TokenSourcePort {
  readonly #kept = new Map<string, Remembered>();

  constructor(
    private readonly registry: TokensService,
    private readonly pins: TokenPinsRepository,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  async facts(network: NetworkName, addresses: readonly string[]): Promise<ReadonlyMap<string, KnownToken>> {
    const found = await Promise.all(addresses.map(async (address) => this.#one(network, address)));
    return new Map(found.flatMap((token) => (token === undefined ? [] : [[token.address, token]])));
  }

  async #one(network: NetworkName, address: string): Promise<KnownToken | undefined> {
    const registered = await this.registry.find(network, address);
    const told = await this.#told(network, address, registered);
    if (told === undefined) return undefined;
    return registered === undefined
      ? { ...told, isRegistered: false }
      : { ...told, ...asRegistered(registered), isRegistered: true };
  }

  async #told(network: NetworkName, address: string, registered: RegisteredToken | undefined): Promise<TokenFacts | undefined> {
    const key = `${network} ${address}`;
    const known = this.#kept.get(key);
    const isFresh = known !== undefined && this.clock.nowMs() - known.atMs < TRUST_MS;
    if (isFresh && isCountedAs(registered, known.facts)) return known.facts;
    this.#kept.delete(key);
    const facts = await this.#asPinned(network, address, registered);
    if (facts === undefined) return undefined;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, { facts, atMs: this.clock.nowMs() });
    return facts;
  }

  /** A token that was pinned and is none now is a difference like any other. */
  async #asPinned(
    network: NetworkName,
    address: string,
    registered: RegisteredToken | undefined,
  ): Promise<TokenFacts | undefined> {
    const port = this.chains.port(networkOf(network).name);
    const earlier = await this.pins.find(network, address);
    const facts = earlier === undefined ? await port.agreedToken(address) : await port.token(address);
    if (earlier === undefined && facts === undefined) return undefined;
    if (facts === undefined || !isCountedAs(registered, facts)) throw changed(address);
    const { decimals, standard, extensions } = facts;
    const pin = { network, address, decimals, standard, ...(extensions === undefined ? {} : { extensions }) };
    const pinned = earlier ?? (await this.pins.pinFirst(pin, this.clock.nowSeconds()));
    if (!isSameToken(pinned, facts)) throw changed(address);
    return facts;
  }
}

function isCountedAs(registered: RegisteredToken | undefined, facts: TokenFacts): boolean {
  return registered === undefined || registered.decimals === facts.decimals;
}

function changed(address: string): DomainError {
  return new DomainError('TOKEN_METADATA_MISMATCH', {
    details: { token: address },
    hint: 'Decimals, standard or extensions of this token differ from those it was first used with. An admin who has found out why registers it anew.',
  });
}

/** The registry's word on what a token is called and how it is counted beats the token's own. */
function asRegistered({ symbol, name, decimals }: RegisteredToken): Pick<TokenFacts, 'symbol' | 'name' | 'decimals'> {
  return { symbol, name, decimals };
}
