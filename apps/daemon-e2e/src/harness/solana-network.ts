import { Keypair } from '@solana/web3.js';
import type { NetworkName } from '@waiaas/core';
import { startFaultProxy, startSolanaNode, type FaultProxy, type SolanaNode, type SolanaNodeOptions } from '@waiaas/testing';
import type { TestNetwork } from './test-network.js';

/** Above the rent exemption of an account without data. */
const AMOUNT = 1_000_000n;
const FEE_ROOM = 100_000n;

export class SolanaNetwork implements TestNetwork {
  readonly chain = 'solana';
  readonly name: NetworkName = 'solana-devnet';
  readonly methods = { facts: 'getLatestBlockhash', send: 'sendTransaction', status: 'getSignatureStatuses' };
  readonly amount = AMOUNT;

  private constructor(
    readonly node: SolanaNode,
    readonly proxy: FaultProxy,
  ) {}

  static async start(options: Partial<SolanaNodeOptions> = {}): Promise<SolanaNetwork> {
    const node = await startSolanaNode(options);
    return new SolanaNetwork(node, await startFaultProxy(node.url));
  }

  get nodeUrl(): string {
    return this.node.url;
  }

  newAddress(): string {
    return Keypair.generate().publicKey.toBase58();
  }

  async fund(address: string, payments: number): Promise<void> {
    await this.node.control.fund(address, BigInt(payments) * (AMOUNT + FEE_ROOM) + AMOUNT);
  }

  async balance(address: string): Promise<bigint> {
    return this.node.control.balance(address);
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.node.stop();
  }
}
