import { type ChainPort, DomainError, type NetworkName, type RawTransactionPort, type TokenFacts } from '@waiaas/core';
import { ChainRegistry, type ContractReads, type EndpointStatus } from '../src/infra/chains/chain-registry.js';

type Reads = Pick<ChainPort, 'nativeBalance' | 'tokenBalance' | 'recentHeight' | 'token' | 'agreedToken' | 'withoutCode'>;

/** What a network would say of balances and tokens; a network that was never told anything has no endpoint. */
export class FakeNetwork implements Reads {
  readonly coins = new Map<string, bigint>();
  readonly tokens = new Map<string, TokenFacts>();
  readonly holdings = new Map<string, bigint>();
  readonly contracts = new Set<string>();
  height = 1;
  isDown = false;
  /** Questions about balances. */
  asked = 0;

  recentHeight(): Promise<number> {
    return this.#answer(() => this.height);
  }

  nativeBalance(address: string): Promise<bigint> {
    this.asked += 1;
    return this.#answer(() => this.coins.get(address) ?? 0n);
  }

  tokenBalance(owner: string, token: string): Promise<bigint> {
    this.asked += 1;
    return this.#answer(() => {
      if (!this.tokens.has(token)) throw new DomainError('TOKEN_NOT_FOUND');
      return this.holdings.get(`${owner} ${token}`) ?? 0n;
    });
  }

  token(address: string): Promise<TokenFacts | undefined> {
    return this.#answer(() => this.tokens.get(address));
  }

  agreedToken(address: string): Promise<TokenFacts | undefined> {
    return this.token(address);
  }

  withoutCode(addresses: readonly string[]): Promise<readonly string[]> {
    return this.#answer(() => addresses.filter((address) => !this.contracts.has(address)));
  }

  give(owner: string, token: TokenFacts, amount: bigint): void {
    this.tokens.set(token.address, token);
    this.holdings.set(`${owner} ${token.address}`, amount);
  }

  async #answer<T>(read: () => T): Promise<T> {
    if (this.isDown) throw new DomainError('ADAPTER_NOT_AVAILABLE');
    return Promise.resolve(read());
  }
}

export class FakeChains extends ChainRegistry {
  readonly #networks = new Map<NetworkName, FakeNetwork>();

  on(network: NetworkName): FakeNetwork {
    const known = this.#networks.get(network) ?? new FakeNetwork();
    this.#networks.set(network, known);
    return known;
  }

  override port(network: NetworkName): ChainPort {
    const known = this.#networks.get(network);
    if (known === undefined) throw new DomainError('ADAPTER_NOT_AVAILABLE');
    return known as unknown as ChainPort;
  }

  /** Contracts that judge signatures, by address: each says what code it is, and which signatures it takes for its own. */
  readonly judges = new Map<string, { codeHash: string; takes: (digest: string, signature: string) => boolean }>();

  override contracts(network: NetworkName): ContractReads {
    const { isDown } = this.on(network);
    return {
      judgeContractSignature: ({ address, digest, signature }) => {
        if (isDown) return Promise.reject(new DomainError('ADAPTER_NOT_AVAILABLE'));
        const judge = this.judges.get(`${network} ${address}`);
        const codeHash = judge?.codeHash ?? null;
        return Promise.resolve({ isValid: judge?.takes(digest, signature) ?? false, codeHash });
      },
      readFeed: () => Promise.resolve(undefined),
    };
  }

  override endpointCount(network: NetworkName): number {
    return this.#networks.has(network) ? 1 : 0;
  }

  override raw(): RawTransactionPort {
    throw new DomainError('ADAPTER_NOT_AVAILABLE');
  }

  override isConfigured(network: NetworkName): boolean {
    return this.#networks.has(network);
  }

  override isHealthy(network: NetworkName): Promise<boolean> {
    return Promise.resolve(this.#networks.get(network)?.isDown === false);
  }

  override status(): readonly EndpointStatus[] {
    return [];
  }
}
