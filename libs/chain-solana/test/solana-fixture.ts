import { createPrivateKey, sign } from 'node:crypto';
import { Keypair } from '@solana/web3.js';
import { networkOf, type AttemptRef, type SignedTransaction, type TokenFacts, type UnsignedTransaction } from '@waiaas/core';
import { SplTokens, startSolanaNode, type ChainFixture, type MintOptions, type SolanaNode } from '@waiaas/testing';
import { createSolanaChain, type SolanaChain, type SolanaChainOptions } from '../src/index.js';

/** Blocks until every block so far is final on the test node. */
export const FINALITY = 32;
const LIFETIME = 150;
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
export const TOKEN_HELD = 1_000_000n;
export const NATIVE_HELD = 10_000_000_000n;

export function signWith(key: Keypair, unsigned: UnsignedTransaction): string {
  const der = Buffer.concat([PKCS8_HEAD, key.secretKey.subarray(0, 32)]);
  return sign(null, Buffer.from(unsigned.payload, 'hex'), createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).toString(
    'hex',
  );
}

export function newAddress(): string {
  return Keypair.generate().publicKey.toBase58();
}

interface FixtureParts {
  readonly node: SolanaNode;
  readonly chain: SolanaChain;
  readonly key: Keypair;
  readonly tokens: SplTokens;
  readonly token: TokenFacts;
}

/** One funded wallet with a token, on a chain that makes a block only when told. */
export class SolanaFixture implements ChainFixture {
  readonly nativeHeld = NATIVE_HELD;
  readonly tokenHeld = TOKEN_HELD;
  readonly recipient = newAddress();
  readonly stranger = newAddress();
  readonly amount = 5_000_000n;
  readonly unknownHash = '5'.repeat(87);
  #fork = 0;
  #slot = 0;

  private constructor(private readonly parts: FixtureParts) {}

  get node(): SolanaNode {
    return this.parts.node;
  }

  get chain(): SolanaChain {
    return this.parts.chain;
  }

  get key(): Keypair {
    return this.parts.key;
  }

  get tokens(): SplTokens {
    return this.parts.tokens;
  }

  get token(): TokenFacts {
    return this.parts.token;
  }

  get sender(): string {
    return this.key.publicKey.toBase58();
  }

  static async start(
    given: { endpoints?: number; mint?: MintOptions; options?: Partial<SolanaChainOptions> } = {},
  ): Promise<SolanaFixture> {
    const node = await startSolanaNode({ slotMs: 0, endpoints: given.endpoints ?? 1 });
    const key = Keypair.generate();
    const owner = key.publicKey.toBase58();
    await node.control.fund(owner, NATIVE_HELD);
    const tokens = new SplTokens(node.control);
    const mint = { decimals: 6, ...given.mint };
    const address = await tokens.createMint(mint);
    await tokens.mintTo(address, owner, TOKEN_HELD);
    const chain = createSolanaChain({
      network: networkOf('solana-devnet'),
      endpoints: node.endpoints.map(({ url }) => url),
      timeoutMs: 2000,
      expiryMargin: { blocks: 0, seconds: 0 },
      ...given.options,
    });
    const standard = mint.program === 'spl-token-2022' ? 'SPL-2022' : 'SPL';
    const token = { address, decimals: mint.decimals, name: '', symbol: '', standard } as const;
    const fixture = new SolanaFixture({ node, chain, key, tokens, token });
    await fixture.tick(2);
    return fixture;
  }

  async sign(unsigned: UnsignedTransaction): Promise<string> {
    return Promise.resolve(signWith(this.key, unsigned));
  }

  async signAsOther(unsigned: UnsignedTransaction): Promise<string> {
    return Promise.resolve(signWith(Keypair.generate(), unsigned));
  }

  refOf(signed: SignedTransaction): AttemptRef {
    // The blockhash in it is that of the confirmed block, one behind the newest.
    return { hash: signed.hash, from: this.sender, lastValidBlockHeight: this.#slot - 1 + LIFETIME };
  }

  async tick(slots: number): Promise<void> {
    this.#slot = await this.node.control.tick(slots);
  }

  async mine(): Promise<void> {
    this.#fork = await this.node.control.snapshot();
    await this.tick(2);
  }

  async finalize(): Promise<void> {
    await this.tick(FINALITY + 1);
  }

  async drop(): Promise<void> {
    await this.node.control.dropPending();
  }

  async kill(): Promise<void> {
    await this.tick(LIFETIME + FINALITY + 2);
  }

  async reorg(): Promise<void> {
    await this.node.control.rollback(this.#fork);
  }

  async disconnect(): Promise<void> {
    await Promise.all(this.node.endpoints.map((endpoint) => endpoint.faults({ down: true })));
  }

  async reconnect(): Promise<void> {
    await Promise.all(this.node.endpoints.map((endpoint) => endpoint.heal()));
  }

  async loseNextAnswer(): Promise<void> {
    await this.node.control.faults({ submitThenDie: 1 });
  }

  async close(): Promise<void> {
    await this.node.kill();
  }
}
