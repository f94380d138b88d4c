import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EventFollower } from '../src/harness/event-follower.js';
import { eventually } from '../src/harness/eventually.js';
import { confirmed, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const CYCLES = 5;
const SENDS = 8;

interface Told {
  readonly path: string;
  readonly json: Record<string, unknown>;
}

interface AuditRow {
  readonly id: number;
  readonly eventType: string;
  readonly txId: string | null;
}

/** A chat and a webhook in one: keeps what it is told and outlives every daemon. */
class Listener {
  readonly told: Told[] = [];
  readonly #server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      this.told.push({ path: request.url ?? '', json: JSON.parse(text) as Record<string, unknown> });
      response.end('{"ok":true}');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Rows of the chain in the order they were first told. */
  firstTold(): readonly { readonly id: number; readonly transactionId: unknown }[] {
    const seen = new Map<number, { id: number; transactionId: unknown }>();
    for (const { path, json } of this.told) {
      if (path !== '/hook') continue;
      const { audit, transactionId } = json['data'] as { audit: { id: number }; transactionId: unknown };
      if (!seen.has(audit.id)) seen.set(audit.id, { id: audit.id, transactionId });
    }
    return [...seen.values()];
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const listener = new Listener();
let node: AnvilNode;
let daemon: DaemonProcess;
let wallet: TestWallet;

beforeAll(async () => {
  await listener.start();
  node = await startAnvil({ chainId: 11155111 });
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url,
      WAIAAS_WEBHOOKS_ALLOW_PRIVATE: 'true',
      WAIAAS_NOTIFICATIONS_ALLOW_PRIVATE: 'true',
      WAIAAS_NOTIFICATIONS_COALESCE_SECONDS: '1',
      WAIAAS_NOTIFICATIONS_TELEGRAM_URL: listener.url,
      WAIAAS_NOTIFICATIONS_TELEGRAM_BOT_TOKEN: '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      WAIAAS_NOTIFICATIONS_TELEGRAM_CHAT_ID: '42',
      ...QUIET_LIMITS,
    },
  });
  wallet = await createWallet(daemon, { policyPreset: 'none' });
  const master = await masterOf(daemon);
  const limits = { instant_max: '0.5', notify_max: '4', delay_max: '4' };
  const rules = { token_limits: { 'native:ethereum': limits }, delay_seconds: 60 };
  await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
  await node.setBalance(wallet.address, 10n ** 21n);
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
  listener.close();
});

const send = (humanAmount: string) =>
  wallet.api.post<{ id: string }>('/v1/transactions/send', { network: 'ethereum-sepolia', to: TO, humanAmount });

async function chatSays(text: string): Promise<string> {
  for (;;) {
    const found = listener.told.map(({ json }) => String(json['text'])).find((said) => said.includes(text));
    if (found !== undefined) return found;
    await setTimeout(50);
  }
}

it('tells a person of a NOTIFY payment, and asks for an approval with the way to it', async () => {
  await send('0.25');
  await send('1.75');
  const approval = await send('5.5');
  expect(await chatSays('TRANSFER 1.75 ETH')).toContain('A payment was sent');
  expect(await chatSays('TRANSFER 5.5 ETH')).toContain(`/admin/approvals/${approval.body.id}`);
  expect(listener.told.filter(({ json }) => String(json['text']).includes('0.25 ETH'))).toEqual([]);
  // What waits counts into the limits of what comes after it.
  const master = await masterOf(daemon);
  await master.must(200, master.post(`/v1/transactions/${approval.body.id}/reject`));
}, 60_000);

it('tells a webhook every event at least once, those of a payment in order, over deaths between any two lines', async () => {
  let master = await masterOf(daemon);
  const events = ['TX_SUBMITTED', 'TX_CONFIRMED', 'WALLET_CHANGED'];
  await master.must(201, master.post('/v1/webhooks', { url: `${listener.url}/hook`, events }));
  const [head] = (await master.get<{ data: AuditRow[] }>('/v1/audit-logs?limit=1')).body.data;
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const rename = (n: number) => master.put(`/v1/wallets/${wallet.id}`, { name: `name ${String(cycle)} ${String(n)}` });
    const work = [...Array.from({ length: SENDS }, () => send('0.01')), ...Array.from({ length: 3 }, (_, n) => rename(n))].map(
      (call) => call.catch(() => undefined),
    );
    // Every other death comes when something is surely done, however slow this machine is.
    if (cycle % 2 === 1) await work.at(-1);
    await setTimeout(50 + 120 * cycle);
    await daemon.kill();
    await Promise.all(work);
    daemon = await DaemonProcess.start({ dataDir: daemon.dataDir, ...daemon.options });
    master = await masterOf(daemon);
    wallet = { ...wallet, api: Api.session(master.baseUrl, wallet.token) };
  }
  await send('0.01');
  const wanted = async (): Promise<readonly number[]> => {
    const { data } = (await master.get<{ data: AuditRow[] }>('/v1/audit-logs?limit=200')).body;
    return data.filter(({ id, eventType }) => id > (head?.id ?? 0) && events.includes(eventType)).map(({ id }) => id);
  };
  for (;;) {
    const told = new Set(listener.firstTold().map(({ id }) => id));
    const missing = (await wanted()).filter((id) => !told.has(id));
    const { items } = (await wallet.api.get<{ items: unknown[] }>('/v1/transactions/pending?include=inflight')).body;
    if (missing.length === 0 && items.length === 0) break;
    await setTimeout(200);
  }
  const told = listener.firstTold();
  expect(told.length).toBeGreaterThan(Math.floor(CYCLES / 2));
  const payments = new Set(told.flatMap(({ transactionId }) => transactionId ?? []));
  expect(payments.size).toBeGreaterThan(0);
  for (const payment of payments) {
    const ids = told.filter(({ transactionId }) => transactionId === payment).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  }
}, 180_000);

it('tells a live stream that comes back every event at least once, those of a payment in order, over the same deaths', async () => {
  // No two are alike: a payment whose answer a kill took is handed out again to whoever asks for the same.
  let sent = 0;
  const sendAnother = () => send(`0.01${String((sent += 1)).padStart(3, '0')}`);
  const stream = new EventFollower(() => daemon.url(), { 'X-Master-Password': PASSWORD });
  await eventually('the stream is let in', () => Promise.resolve(stream.connections > 0));
  const paid = [(await sendAnother()).body.id];
  // From its first event on it has a number to come back with.
  await eventually('the first event came', () => Promise.resolve(stream.events.length > 0));
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const work = Array.from({ length: SENDS }, () => sendAnother().catch(() => undefined));
    if (cycle % 2 === 1) await work.at(-1);
    await setTimeout(50 + 120 * cycle);
    const before = stream.connections;
    await daemon.kill();
    for (const answer of await Promise.all(work)) if (answer?.status === 201) paid.push(answer.body.id);
    daemon = await DaemonProcess.start({ dataDir: daemon.dataDir, ...daemon.options });
    wallet = { ...wallet, api: Api.session(await daemon.url(), wallet.token) };
    await eventually('the stream is let in again', () => Promise.resolve(stream.connections > before));
  }
  for (const id of paid) await confirmed(wallet.api, id, 60);
  const toldOf = (id: string) =>
    stream.events.filter(({ event, data }) => event === 'transaction' && data['transactionId'] === id).map(({ data }) => data);
  const isTold = (): boolean => paid.every((id) => toldOf(id).some(({ to }) => to === 'CONFIRMED'));
  await eventually('all that was confirmed is told', () => Promise.resolve(isTold()), 60);
  await stream.close();

  expect(paid.length).toBeGreaterThan(CYCLES);
  expect(stream.connections).toBeGreaterThan(CYCLES);
  const ids = stream.events.map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
  for (const id of paid) {
    const steps = toldOf(id);
    // Each step begins where the one before it ended: none is missing, none came late.
    expect(steps.slice(1).map(({ from }) => from)).toEqual(steps.slice(0, -1).map(({ to }) => to));
  }
}, 240_000);
