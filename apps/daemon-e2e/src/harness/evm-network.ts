import { randomBytes } from 'node:crypto';
import { networkOf, toChecksumAddress, type NetworkName } from '@waiaas/core';
import { startAnvil, startFaultProxy, type AnvilNode, type AnvilOptions, type FaultProxy } from '@waiaas/testing';
import type { TestNetwork } from './test-network.js';

const AMOUNT = 10n ** 12n;
/** Far above what a transfer can cost on a node whose base fee nobody drives up. */
const FEE_ROOM = 10n ** 16n;

export class EvmNetwork implements TestNetwork {
  readonly chain = 'ethereum';
  readonly methods = { facts: 'eth_estimateGas', send: 'eth_sendRawTransaction', status: 'eth_getTransactionReceipt' };
  readonly amount = AMOUNT;

  private constructor(
    readonly name: NetworkName,
    readonly node: AnvilNode,
    readonly proxy: FaultProxy,
  ) {}

  static async start(name: NetworkName = 'ethereum-sepolia', options: Omit<AnvilOptions, 'chainId'> = {}): Promise<EvmNetwork> {
    const node = await startAnvil({ ...options, chainId: Number(networkOf(name).caip2.slice('eip155:'.length)) });
    return new EvmNetwork(name, node, await startFaultProxy(node.url));
  }

  get nodeUrl(): string {
    return this.node.url;
  }

  newAddress(): string {
    return toChecksumAddress(`0x${randomBytes(20).toString('hex')}`);
  }

  async fund(address: string, payments: number): Promise<void> {
    await this.node.setBalance(address, BigInt(payments) * (AMOUNT + FEE_ROOM));
  }

  async balance(address: string): Promise<bigint> {
    return BigInt(await this.node.rpc<string>('eth_getBalance', address, 'latest'));
  }

  /** Transactions of an address that a block holds. */
  async nonce(address: string): Promise<number> {
    return Number(await this.node.rpc<string>('eth_getTransactionCount', address, 'latest'));
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.node.stop();
  }
}
