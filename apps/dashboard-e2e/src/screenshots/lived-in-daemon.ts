import { createWallet, DaemonProcess, eventually, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '@waiaas/daemon-e2e';
import { deployTestToken, mintTestToken, startAnvil, type AnvilNode } from '@waiaas/testing';
import { newWallet, type InjectedWallet } from '../injected-wallets.js';
import type { World } from '../screens.js';

const ETHER = 10n ** 18n;
const NETWORK = 'ethereum-sepolia';
const SHOP = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const SUPPLIER = '0x52908400098527886E0F7030069857D2E4169EE7';

export interface LivedInDaemon extends World {
  readonly daemon: DaemonProcess;
  readonly owner: InjectedWallet & { inject: ReturnType<typeof newWallet>['inject'] };
  stop(): Promise<void>;
}

async function send(wallet: TestWallet, body: Readonly<Record<string, unknown>>): Promise<string> {
  const { body: answer } = await wallet.api.post<{ id: string }>('/v1/transactions/send', { network: NETWORK, ...body });
  return answer.id;
}

async function setLimits(daemon: DaemonProcess, walletId: string): Promise<string> {
  const master = await masterOf(daemon);
  const rules = {
    ...{ instant_max_usd: 50, notify_max_usd: 200, delay_max_usd: 5000, delay_seconds: 3600 },
    ...{ daily_limit_usd: 8000, monthly_limit_usd: 50_000 },
  };
  const { id } = await master.must(201, master.post<{ id: string }>('/v1/policies', { walletId, type: 'SPENDING_LIMIT', rules }));
  return id;
}

async function ownedWallet(daemon: DaemonProcess, anvil: AnvilNode, ownerAddress: string): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { name: 'Shopping agent', policyPreset: 'none' });
  await anvil.setBalance(wallet.address, 12n * ETHER);
  const master = await masterOf(daemon);
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: ownerAddress }));
  return wallet;
}

/** An installation as it looks after some days of work: wallets, sessions, payments in every state. */
export async function startLivedIn(): Promise<LivedInDaemon> {
  const anvil = await startAnvil({ chainId: 11155111 });
  const daemon = await DaemonProcess.start({
    env: {
      ...{ WAIAAS_MASTER_PASSWORD: PASSWORD, ...QUIET_LIMITS },
      ...{ WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url, WAIAAS_PRICES_FIXED: 'native:ethereum=2500,native:solana=150' },
    },
  });
  const owner = newWallet('ethereum');
  const wallet = await ownedWallet(daemon, anvil, owner.address);
  const policyId = await setLimits(daemon, wallet.id);
  const dollar = await deployTestToken(anvil);
  await mintTestToken(anvil, dollar.address, wallet.address, 1_250_000_000n);
  await createWallet(daemon, { name: 'Treasury', chain: 'solana' });
  await createWallet(daemon, { name: 'Research assistant' });
  const confirmedId = await send(wallet, { to: SHOP, humanAmount: '0.018' });
  await send(wallet, { to: SUPPLIER, humanAmount: '0.06' });
  await send(wallet, { to: SHOP, humanAmount: '0.4' });
  await send(wallet, { to: SHOP, token: { address: dollar.address }, type: 'TOKEN_TRANSFER', humanAmount: '75' });
  const waitingId = await send(wallet, { to: SUPPLIER, humanAmount: '2.2', memo: 'Invoice 2044, paper and ink' });
  await eventually('a payment is confirmed', async () => {
    const { body } = await wallet.api.get<{ status: string }>(`/v1/transactions/${confirmedId}`);
    return body.status === 'CONFIRMED';
  });
  return {
    ...{ daemon, owner, walletId: wallet.id, policyId, confirmedId, waitingId },
    stop: async () => {
      await daemon.dispose();
      await anvil.stop();
    },
  };
}
