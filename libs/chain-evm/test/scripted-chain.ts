import { createEvmChain, type EndpointEvent, type EvmChain, type EvmChainOptions } from '../src/index.js';
import { NETWORK } from './intent-arbitraries.js';
import { clientFor, ScriptedError, ScriptedNode, type ScriptedMethod } from './scripted-node.js';

export interface ScriptedChain {
  readonly chain: EvmChain;
  readonly nodes: readonly ScriptedNode[];
  readonly events: readonly EndpointEvent[];
  /** Milliseconds; moves on by hand. */
  readonly clock: { nowMs: number; now(): number };
}

export const block = (height: number, timestampSeconds = 1_800_000_000): object => ({
  number: `0x${height.toString(16)}`,
  hash: `0x${height.toString(16).padStart(64, '0')}`,
  timestamp: `0x${timestampSeconds.toString(16)}`,
  baseFeePerGas: '0x3b9aca00',
});

/** A node at height 100 that answers every read of the adapter; final at 90. */
export function plainNode(methods: Record<string, ScriptedMethod> = {}): ScriptedNode {
  return new ScriptedNode({
    eth_getBlockByNumber: (tag) => block(tag === 'latest' ? 100 : tag === 'finalized' ? 90 : Number(tag)),
    eth_getBalance: () => '0x64',
    eth_getTransactionCount: () => '0x5',
    eth_getTransactionReceipt: () => null,
    eth_getTransactionByHash: () => null,
    eth_maxPriorityFeePerGas: () => '0x1',
    eth_gasPrice: () => '0x3b9aca01',
    eth_estimateGas: () => '0x5208',
    // No contract stands anywhere.
    eth_call: () => '0x',
    eth_sendRawTransaction: () => new ScriptedError(-32000, 'nothing scripted'),
    ...methods,
  });
}

/** The adapter over scripted nodes: no socket, no clock of its own. */
export function scriptedChain(nodes: readonly ScriptedNode[], options: Partial<EvmChainOptions> = {}): ScriptedChain {
  const clock = { nowMs: 1_800_000_000_000, now: () => clock.nowMs };
  const events: EndpointEvent[] = [];
  const named = Object.fromEntries(nodes.map((node, index) => [`node${String(index)}`, node]));
  const chain = createEvmChain({
    network: NETWORK,
    endpoints: Object.keys(named).map((name) => `http://${name}`),
    timeoutMs: 1000,
    clock,
    httpClient: clientFor(named),
    onEndpointFailure: (event) => events.push(event),
    ...options,
  });
  return { chain, nodes, events, clock };
}
