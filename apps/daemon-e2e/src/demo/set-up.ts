import { EthereumOwner } from '../harness/owner-keys.js';
import { short, type Stage } from './acts.js';
import type { DemoWallet, DemoWorld } from './demo-world.js';
import type { Narrator } from './narrator.js';

const TEN_ETHER = 10n ** 19n;
const FIVE_SOL = 5_000_000_000n;

interface Created {
  readonly id: string;
  readonly address: string;
  readonly session: { readonly token: string };
}

async function create(world: DemoWorld, name: string, chain: 'ethereum' | 'solana'): Promise<DemoWallet> {
  const master = await world.master();
  const body = { name, chain, environment: 'mainnet', policyPreset: 'guarded' };
  const { id, address, session } = await master.must(201, master.post<Created>('/v1/wallets', body));
  return { id, address, token: session.token };
}

/** The wallet's owner is whoever holds this key, proven by a signature. */
async function giveOwner(world: DemoWorld, wallet: DemoWallet, owner: EthereumOwner): Promise<void> {
  const master = await world.master();
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  const headers = await owner.headers(master.baseUrl, 'verify', { walletId: wallet.id });
  const response = await fetch(`${master.baseUrl}/v1/wallets/${wallet.id}/owner/verify`, { method: 'POST', headers });
  if (response.status !== 200) throw new Error('the owner could not be verified');
}

/** Chains, prices, daemon, two funded wallets and an owner. */
export async function setUp(world: DemoWorld, tell: Narrator): Promise<Stage> {
  await tell.chapter('Setting the stage');
  await world.startChains();
  tell.good(`an Ethereum node (${world.evm.url}) and a Solana machine (${world.solana.url}), made for this demo`);
  await world.startPrices();
  tell.good('a price server: 1 ETH is 2000 USD, 1 SOL is 150 USD; and a chat for the people');
  await world.startDaemon();
  tell.good(`the daemon on ${await world.daemon.url()}, its keys in a process of its own`);
  const [trader, payroll] = [await create(world, 'trader', 'ethereum'), await create(world, 'payroll', 'solana')];
  await world.evm.setBalance(trader.address, TEN_ETHER);
  await world.solana.control.fund(payroll.address, FIVE_SOL);
  tell.good(
    `two wallets under the preset "guarded", and a session for the agent: ${short(trader.address)}, ${short(payroll.address)}`,
  );
  const owner = new EthereumOwner();
  await giveOwner(world, trader, owner);
  tell.good(`an owner for the first one, whose key the daemon never sees: ${short(owner.address)}`);
  tell.say('Up to 10 USD at once, up to 100 with a notice, up to 500 after 15 minutes, more with the owner; 1000 USD a day.');
  return { world, tell, trader, payroll, owner };
}
