import type { NetworkName } from '@waiaas/core';
import type { FaultProxy } from '@waiaas/testing';

/** A chain node of its own with a fault proxy in front of it, and what a test of payments wants of either chain family. */
export interface TestNetwork {
  readonly chain: 'ethereum' | 'solana';
  readonly name: NetworkName;
  /** What the daemon talks to. */
  readonly proxy: FaultProxy;
  /** The node itself, past the proxy. */
  readonly nodeUrl: string;
  /** One JSON-RPC method for each thing the daemon asks a node for. */
  readonly methods: Readonly<Record<'facts' | 'send' | 'status', string>>;
  /** What is paid with; absent for the coin. */
  readonly token?: { readonly address: string; readonly decimals: number; readonly symbol: string };
  /** Base units of one payment: enough to open an account that nobody has used. */
  readonly amount: bigint;
  /** An address nobody else uses, so that its balance proves what was paid to it. */
  newAddress(): string;
  /** Coins for so many payments and their fees. */
  fund(address: string, payments: number): Promise<void>;
  balance(address: string): Promise<bigint>;
  stop(): Promise<void>;
}

/** `WAIAAS_RPC_…` of a network, as an operator names it. */
export function rpcVariable(network: NetworkName): string {
  const name = network.toUpperCase().replaceAll('-', '_');
  return network.startsWith('solana-') ? `WAIAAS_RPC_${name}` : `WAIAAS_RPC_EVM_${name}`;
}

/** The environment of a daemon that talks to these networks through their proxies. */
export function rpcEnvironment(...networks: readonly TestNetwork[]): Readonly<Record<string, string>> {
  return Object.fromEntries(networks.map((network) => [rpcVariable(network.name), network.proxy.url]));
}
