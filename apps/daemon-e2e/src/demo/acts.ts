import { randomBytes } from 'node:crypto';
import { Keypair } from '@solana/web3.js';
import { toChecksumAddress } from '@waiaas/core';
import type { ApiAnswer } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { EthereumOwner } from '../harness/owner-keys.js';
import { until, type SeenTransaction } from '../harness/wallets.js';
import type { DemoWallet, DemoWorld } from './demo-world.js';
import type { Narrator } from './narrator.js';

/** What every act works with. */
export interface Stage {
  readonly world: DemoWorld;
  readonly tell: Narrator;
  readonly trader: DemoWallet;
  readonly payroll: DemoWallet;
  readonly owner: EthereumOwner;
}

interface Sent {
  readonly id: string;
  readonly status: string;
  readonly tier: string;
  readonly executeAt?: number;
}

interface Denial {
  readonly code: string;
  readonly details: { readonly policyType: string; readonly denyCode: string; readonly transactionId: string };
}

const SHOP = toChecksumAddress(`0x${randomBytes(20).toString('hex')}`);
const ETHER = 10n ** 18n;

async function pay({ world, trader }: Stage, humanAmount: string, to = SHOP, key?: string): Promise<Sent> {
  const agent = await world.agent(trader);
  const body = { network: 'ethereum-mainnet', to, humanAmount };
  return agent.must(201, agent.post<Sent>('/v1/transactions/send', body, key === undefined ? {} : { 'Idempotency-Key': key }));
}

async function landed({ world, trader }: Stage, id: string): Promise<SeenTransaction> {
  return until(await world.agent(trader), id, ({ status }) => status === 'CONFIRMED', 60);
}

async function report(stage: Stage, what: string, { id, tier }: Sent, startedAt: number): Promise<void> {
  const { txHash } = await landed(stage, id);
  const took = Math.round(performance.now() - startedAt);
  stage.tell.good(`${what}: tier ${tier}, confirmed on chain after ${String(took)} ms, ${short(txHash ?? '')}`);
}

export async function instant(stage: Stage): Promise<void> {
  await stage.tell.chapter('A small payment runs at once');
  stage.tell.say('The agent asks for 0.003 ETH. Up to 10 USD nobody needs to know.');
  const startedAt = performance.now();
  await report(stage, '6 USD to the shop', await pay(stage, '0.003'), startedAt);
}

export async function notify(stage: Stage): Promise<void> {
  await stage.tell.chapter('A larger one runs, and somebody is told');
  const startedAt = performance.now();
  await report(stage, '60 USD to the shop', await pay(stage, '0.03'), startedAt);
  stage.tell.quote('in the chat of the operator:', await stage.world.chat.message('0.03'));
}

export async function delayed(stage: Stage): Promise<void> {
  await stage.tell.chapter('A large one waits, so that somebody can say stop');
  const { world, tell } = stage;
  const sent = await pay(stage, '0.2');
  const minutes = Math.round(((sent.executeAt ?? 0) - Date.now() / 1000) / 60);
  tell.waits(`400 USD to the shop: tier ${sent.tier}, it would run in ${String(minutes)} minutes`);
  const master = await world.master();
  const before = await world.balance(SHOP);
  await master.must(200, master.post(`/v1/transactions/${sent.id}/cancel`));
  tell.good(`cancelled by the admin; the shop still has ${ether(before)} ETH, and its budget is free again`);
}

export async function approval(stage: Stage): Promise<void> {
  const { world, tell, owner } = stage;
  await tell.chapter('A very large one needs the signature of the owner');
  const sent = await pay(stage, '0.4');
  tell.waits(`800 USD to the shop: tier ${sent.tier}; the admin is asked and refused`);
  const master = await world.master();
  const { status, body } = await master.post(`/v1/transactions/${sent.id}/approve`);
  tell.refused(`${String(status)} ${String(body['code'])}: only the owner may say yes`);
  tell.quote('in the chat of the owner:', await world.chat.message(sent.id));
  const challenge = await owner.challenge(master.baseUrl, 'approve', { transactionId: sent.id });
  const [, , , sentence = ''] = challenge.message.split('\n');
  tell.quote(`what the key of ${short(owner.address)} signs:`, [sentence, `request ${short(challenge.requestHash ?? '')}`]);
  const startedAt = performance.now();
  const headers = await owner.headersFor(challenge);
  await master.must(200, open(master.baseUrl, sent.id, headers));
  await report(stage, 'approved by the owner', sent, startedAt);
  const again = await open(master.baseUrl, sent.id, headers);
  tell.refused(`the same signature once more: ${String(again.status)} ${String(again.body['code'])}`);
  tell.say(`The shop has ${ether(await world.balance(SHOP))} ETH by now: 0.003, 0.03 and 0.4.`);
}

/** Approves with nothing but the owner's headers. */
async function open(baseUrl: string, id: string, headers: Readonly<Record<string, string>>): Promise<ApiAnswer> {
  const response = await fetch(`${baseUrl}/v1/transactions/${id}/approve`, { method: 'POST', headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers };
}

export async function denied({ world, tell, payroll }: Stage): Promise<void> {
  await tell.chapter('On Solana: a stranger gets nothing');
  const [friend, stranger] = [Keypair.generate().publicKey.toBase58(), Keypair.generate().publicKey.toBase58()];
  const master = await world.master();
  const rules = { allowed_addresses: [friend] };
  await master.must(201, master.post('/v1/policies', { walletId: payroll.id, type: 'WHITELIST', rules }));
  tell.say(`The admin lists one recipient: ${short(friend)}. The agent was talked into paying another.`);
  const agent = await world.agent(payroll);
  const refused = await agent.post<Denial>('/v1/transactions/send', { to: stranger, humanAmount: '0.05' });
  const { code, details } = refused.body;
  tell.refused(`${String(refused.status)} ${code}: ${details.policyType} says ${details.denyCode}`);
  const startedAt = performance.now();
  const sent = await agent.must(201, agent.post<Sent>('/v1/transactions/send', { to: friend, humanAmount: '0.05' }));
  await until(agent, sent.id, ({ status }) => status === 'CONFIRMED', 60);
  tell.good(`the listed one gets its 0.05 SOL, confirmed after ${String(Math.round(performance.now() - startedAt))} ms`);
  tell.say(`The stranger has ${String(await world.balance(stranger))} lamports.`);
}

export async function restarted(stage: Stage): Promise<void> {
  const { world, tell } = stage;
  await tell.chapter('The daemon dies in the middle of a payment');
  const to = toChecksumAddress(`0x${randomBytes(20).toString('hex')}`);
  await world.evm.setAutomine(false);
  const key = 'invoice-77';
  const sent = await pay(stage, '0.002', to, key);
  await eventually('it is broadcast', async () => (await seen(stage, sent.id)).status === 'SUBMITTED');
  tell.waits('the payment is broadcast and in no block yet: kill -9');
  const ms = await world.killAndRestart(async () => world.evm.setAutomine(true));
  tell.say(`The daemon is back after ${String(ms)} ms. The agent, who got no answer, sends its request again with the same key.`);
  const again = await pay(stage, '0.002', to, key);
  await world.evm.mine();
  await landed(stage, sent.id);
  if (again.id !== sent.id) throw new Error('the same key made a second payment');
  tell.good(`the same payment, not a second one: the recipient has ${ether(await world.balance(to))} ETH`);
}

async function seen({ world, trader }: Stage, id: string): Promise<SeenTransaction> {
  return (await (await world.agent(trader)).get<SeenTransaction>(`/v1/transactions/${id}`)).body;
}

export async function evidence({ world, tell }: Stage): Promise<void> {
  await tell.chapter('All of it is on record');
  const master = await world.master();
  const { ok, checked, lastHash } = await master.must(
    200,
    master.get<{ ok: boolean; checked: number; lastHash: string }>('/v1/audit-logs/verify'),
  );
  if (!ok) throw new Error('the audit chain is broken');
  tell.good(`${String(checked)} rows of the audit chain follow one from the other; the last is ${short(lastHash)}`);
}

export function short(text: string): string {
  return text.length <= 16 ? text : `${text.slice(0, 8)}…${text.slice(-6)}`;
}

/** Wei as ether, without a number in between. */
function ether(wei: bigint): string {
  const fraction = (wei % ETHER).toString().padStart(18, '0').replace(/0+$/, '');
  return fraction === '' ? String(wei / ETHER) : `${String(wei / ETHER)}.${fraction}`;
}
