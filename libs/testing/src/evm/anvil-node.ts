import { anvilBinary } from './anvil-binary.js';
import { NodeProcess } from './node-process.js';

export interface AnvilOptions {
  readonly chainId: number;
  /** A block every so many seconds; without it, one per transaction. */
  readonly blockTimeSeconds?: number;
  /** False: a block only when `mine` asks for it. */
  readonly automine?: boolean;
  /** Default 1: `finalized` is then two blocks behind the head. */
  readonly slotsInAnEpoch?: number;
  /** Default: any free one. */
  readonly port?: number;
  /** For example `['--hardfork', 'berlin']`. */
  readonly extraArguments?: readonly string[];
}

/** One of the unlocked accounts every anvil has, rich in test coins. */
export const ANVIL_FUNDER = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

const GWEI = 10n ** 9n;

interface RpcResponse {
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A real EVM node of its own on 127.0.0.1, with the handles a test needs. */
export class AnvilNode {
  readonly url: string;
  readonly port: number;
  readonly chainId: number;
  readonly process: NodeProcess;

  constructor(node: NodeProcess, port: number, chainId: number) {
    this.process = node;
    this.port = port;
    this.chainId = chainId;
    this.url = `http://127.0.0.1:${String(port)}`;
  }

  /** Any JSON-RPC method. Throws with the node's message. */
  async rpc<T = unknown>(method: string, ...params: readonly unknown[]): Promise<T> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(this.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { result, error } = (await response.json()) as RpcResponse;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result as T;
  }

  async mine(blocks = 1): Promise<void> {
    await this.rpc('anvil_mine', `0x${blocks.toString(16)}`);
  }

  /** Three blocks: with one slot per epoch everything mined before is then final. */
  async finalize(): Promise<void> {
    await this.mine(3);
  }

  /** Replaces the newest blocks by as many empty ones. What they included is gone from the mempool too. */
  async reorg(depth = 1): Promise<void> {
    await this.rpc('anvil_reorg', depth, []);
  }

  async dropTransaction(hash: string): Promise<void> {
    await this.rpc('anvil_dropTransaction', hash);
  }

  async setAutomine(enabled: boolean): Promise<void> {
    await this.rpc('evm_setAutomine', enabled);
  }

  async setBalance(address: string, wei: bigint): Promise<void> {
    await this.rpc('anvil_setBalance', address, `0x${wei.toString(16)}`);
  }

  /** Sends from the rich account and includes it, along with whatever else waits. Gives the created contract's address, if any. */
  async send(transaction: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const gasPrice = `0x${(await this.#survivingPrice()).toString(16)}`;
    const hash = await this.rpc<string>('eth_sendTransaction', { from: ANVIL_FUNDER, gasPrice, ...transaction });
    const receipt = (await this.#receipt(hash)) ?? (await this.mine().then(() => this.#receipt(hash)));
    if (receipt?.status !== '0x1') throw new Error('a transaction of the test set-up failed');
    return receipt.contractAddress ?? undefined;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  /**
   * A plain gas price is taken on chains with a base fee and without. Twice the base fee survives the next block; the node's own
   * price holds the tips of earlier transactions, and a multiple of it would grow with every one that is sent.
   */
  async #survivingPrice(): Promise<bigint> {
    const { baseFeePerGas } = await this.rpc<{ readonly baseFeePerGas?: string }>('eth_getBlockByNumber', 'latest', false);
    return baseFeePerGas === undefined ? 2n * BigInt(await this.rpc<string>('eth_gasPrice')) : 2n * BigInt(baseFeePerGas) + GWEI;
  }

  #receipt(hash: string): Promise<{ readonly status: string; readonly contractAddress: string | null } | null> {
    return this.rpc('eth_getTransactionReceipt', hash);
  }
}

/**
 * Starts anvil and waits until it listens.
 *
 * @throws Error when the program is not installed or ends at once.
 */
export async function startAnvil(options: AnvilOptions): Promise<AnvilNode> {
  const { node, found } = await NodeProcess.start(anvilBinary(), argumentsFor(options), /Listening on 127\.0\.0\.1:([0-9]+)/);
  return new AnvilNode(node, Number(found), options.chainId);
}

function argumentsFor(options: AnvilOptions): readonly string[] {
  const { chainId, blockTimeSeconds, automine = true, slotsInAnEpoch = 1, port = 0, extraArguments = [] } = options;
  const numbers = {
    '--port': port,
    '--chain-id': chainId,
    '--slots-in-an-epoch': slotsInAnEpoch,
    '--block-time': blockTimeSeconds,
  };
  return [
    '--host',
    '127.0.0.1',
    ...Object.entries(numbers).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...(automine ? [] : ['--no-mining']),
    ...extraArguments,
  ];
}
