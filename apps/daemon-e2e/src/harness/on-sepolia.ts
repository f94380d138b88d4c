import { startAnvil, type AnvilNode } from '@waiaas/testing';
import type { Api } from './api.js';
import { DaemonProcess } from './daemon-process.js';
import { allowNative, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from './wallets.js';

export const SEPOLIA = 'ethereum-sepolia';
export const SEPOLIA_CHAIN_ID = 11155111;

export interface OnSepolia {
  readonly node: AnvilNode;
  readonly daemon: DaemonProcess;
  readonly master: Api;
}

/** The built daemon over an automining Sepolia of its own: what a spec about one chain starts with. */
export async function startOnSepolia(env: Readonly<Record<string, string>> = {}): Promise<OnSepolia> {
  const node = await startAnvil({ chainId: SEPOLIA_CHAIN_ID });
  const daemon = await DaemonProcess.start({
    env: { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url, ...QUIET_LIMITS, ...env },
  });
  return { node, daemon, master: await masterOf(daemon) };
}

/** A wallet whose sends up to one coin leave at once. */
export async function fundedOnSepolia(stand: Pick<OnSepolia, 'node' | 'daemon'>, ether = 1n): Promise<TestWallet> {
  const wallet = await createWallet(stand.daemon, { policyPreset: 'none' });
  await allowNative(stand.daemon, wallet, 'ethereum', '1');
  await stand.node.setBalance(wallet.address, ether * 10n ** 18n);
  return wallet;
}
