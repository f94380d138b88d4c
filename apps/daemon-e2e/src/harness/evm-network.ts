import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
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
    public node: AnvilNode,
    readonly proxy: FaultProxy,
    private readonly options: AnvilOptions,
  ) {}

  static async start(name: NetworkName = 'ethereum-sepolia', options: Omit<AnvilOptions, 'chainId'> = {}): Promise<EvmNetwork> {
    const all = { ...options, chainId: Number(networkOf(name).caip2.slice('eip155:'.length)) };
    const node = await startAnvil(all);
    return new EvmNetwork(name, node, await startFaultProxy(node.url), all);
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

  /** The node ends, with its connections and what waited for a block, and comes back on the same port with the blocks it had kept. */
  async restartNode(stateFile: string): Promise<void> {
    const state = await this.node.rpc<string>('anvil_dumpState', true);
    await this.node.process.kill();
    await writeFile(stateFile, gunzipSync(Buffer.from(state.slice(2), 'hex')));
    const extraArguments = [...(this.options.extraArguments ?? []), '--load-state', stateFile];
    this.node = await startAnvil({ ...this.options, port: this.node.port, extraArguments });
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.node.stop();
  }
}
