import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EthereumOwner, SolanaOwner, type OwnerKey } from '../src/harness/owner-keys.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  type TestWallet,
} from '../src/harness/wallets.js';

type Chain = 'ethereum' | 'solana';

const CHAINS = {
  ethereum: { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', unit: 10n ** 18n },
  solana: { network: 'solana-devnet', to: 'GjwcWFQYzemBtpUoN5fMAP2FZviTtMRWCmrppGuTthJS', unit: 10n ** 9n },
} as const;
const OWNERS: Readonly<Record<Chain, () => OwnerKey>> = {
  ethereum: () => new EthereumOwner(),
  solana: () => new SolanaOwner(),
};

let anvil: AnvilNode;
let solana: SolanaNode;
let daemon: DaemonProcess;
let master: Api;
let url: string;

beforeAll(async () => {
  [anvil, solana] = await Promise.all([startAnvil({ chainId: 11155111 }), startSolanaNode()]);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url,
      WAIAAS_RPC_SOLANA_DEVNET: solana.url,
      ...QUIET_LIMITS,
    },
  });
  master = await masterOf(daemon);
  url = await daemon.url();
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([anvil.stop(), solana.stop()]);
});

/** A funded wallet of a verified owner: policy lets three coins through, its key one and a half. */
async function heldWallet(chain: Chain, owner: OwnerKey): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { chain, policyPreset: 'none' });
  await allowNative(daemon, wallet, chain, '3');
  if (chain === 'ethereum') await anvil.setBalance(wallet.address, 100n * CHAINS.ethereum.unit);
  else await solana.control.fund(wallet.address, 100n * CHAINS.solana.unit);
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  const proof = await owner.headers(url, 'verify', { walletId: wallet.id });
  await new Api(url).must(200, new Api(url).post(`/v1/wallets/${wallet.id}/owner/verify`, undefined, proof));
  const maxNativePerSignature = ((CHAINS[chain].unit * 3n) / 2n).toString();
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/ceiling`, { maxNativePerSignature }));
  return wallet;
}

async function send(wallet: TestWallet, chain: Chain, humanAmount: string): Promise<string> {
  const { network, to } = CHAINS[chain];
  const body = { network, to, humanAmount };
  return (await master.must(201, wallet.api.post<{ id: string }>('/v1/transactions/send', body))).id;
}

async function end(id: string): Promise<unknown> {
  let body: Record<string, unknown> = {};
  await eventually('the transaction ended', async () => {
    body = (await master.get(`/v1/transactions/${id}`)).body;
    return body['status'] === 'FAILED' || body['status'] === 'CANCELLED';
  });
  return body['errorCode'];
}

describe.each(['ethereum', 'solana'] as const)('a payment above the ceiling of its key on %s', (chain) => {
  it('ends where policy alone lets it through, and holds nobody up', async () => {
    const wallet = await heldWallet(chain, OWNERS[chain]());
    const above = await send(wallet, chain, '2');
    const below = await send(wallet, chain, '1');
    expect(await end(above)).toBe('POLICY_DENIED');
    await confirmed(wallet.api, below, 60);
  });

  it('goes through with the signature of the owner in the key', async () => {
    const owner = OWNERS[chain]();
    const wallet = await heldWallet(chain, owner);
    const id = await send(wallet, chain, '5');
    const headers = await owner.headers(url, 'approve', { transactionId: id });
    await master.must(200, new Api(url).post(`/v1/transactions/${id}/approve`, undefined, headers));
    await confirmed(wallet.api, id, 60);
  });
});
