import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import type { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { MachineClock } from '../src/harness/machine-clock.js';
import { fundedOnSepolia, SEPOLIA, startOnSepolia } from '../src/harness/on-sepolia.js';
import { confirmed, masterOf, PASSWORD, until, type TestWallet } from '../src/harness/wallets.js';

const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const A_DAY_BACK = -25 * 3600;
const THRESHOLD = 6;
const PATIENCE_SECONDS = 60;
const LOGIN_SECONDS = 43_200;
const LOGIN_IDLE_SECONDS = 900;
const LONG_MS = 300_000;

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly cursor: string | null;
}

interface Told {
  readonly event: string;
  readonly data: { readonly transactionId: string };
}

/** A webhook that answers nothing until it is told to. */
class Listener {
  readonly #taken: Told[] = [];
  #isOpen = false;
  readonly #server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (!this.#isOpen) return;
      this.#taken.push(JSON.parse(text) as Told);
      response.end();
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Whoever waits for an answer gets none any more, and asks again. */
  open(): void {
    this.#isOpen = true;
    this.#server.closeAllConnections();
  }

  eventsOf(id: string): readonly string[] {
    return this.#taken.filter(({ data }) => data.transactionId === id).map(({ event }) => event);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const machine = MachineClock.make();
const listener = new Listener();
/** In the order they were made. */
const made: string[] = [];
let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;

async function send(): Promise<string> {
  const body = { network: SEPOLIA, to: TO, humanAmount: `0.0${String(made.length + 1)}` };
  const { id } = await wallet.api.must(201, wallet.api.post<{ id: string }>('/v1/transactions/send', body));
  made.push(id);
  return id;
}

const pageOf = async (cursor?: string): Promise<Page> => {
  const route = `/v1/transactions?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`;
  return wallet.api.must(200, wallet.api.get<Page>(route));
};
const idsFrom = async (first: Page): Promise<readonly string[]> => {
  const ids = first.items.map(({ id }) => id);
  return first.cursor === null ? ids : [...ids, ...(await idsFrom(await pageOf(first.cursor)))];
};
const idsOf = async (route: string): Promise<readonly string[]> =>
  (await master.must(200, master.get<{ data: readonly { id: string }[] }>(route))).data.map(({ id }) => id);
const statusOfWallet = async (): Promise<string> =>
  (await master.must(200, master.get<{ status: string }>(`/v1/wallets/${wallet.id}`))).status;

/** The admin in a browser. */
async function logIn(): Promise<Api> {
  const visitor = new Api(master.baseUrl, { Origin: master.baseUrl });
  const { body, headers } = await visitor.post<{ csrfToken: string }>('/v1/admin/login', { password: PASSWORD });
  const Cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  return new Api(master.baseUrl, { Origin: master.baseUrl, Cookie, 'X-WAIaaS-CSRF': body.csrfToken });
}

async function newSession(): Promise<string> {
  const session = await master.must(201, master.post<{ id: string; token: string }>('/v1/sessions', { walletId: wallet.id }));
  wallet = { ...wallet, api: Api.session(master.baseUrl, session.token) };
  return session.id;
}

describe.skipIf(machine === undefined)('a machine whose clock is set back a day', () => {
  const clock = machine ?? ({} as MachineClock);
  let before: Page;
  let submitted: string;

  beforeAll(async () => {
    ({ node, daemon, master } = await startOnSepolia({
      ...clock.env,
      WAIAAS_WEBHOOKS_ALLOW_PRIVATE: 'true',
      WAIAAS_AUTOSTOP_UNUSUAL_ACTIVITY_ENABLED: 'true',
      WAIAAS_AUTOSTOP_UNUSUAL_ACTIVITY_THRESHOLD: String(THRESHOLD),
    }));
    wallet = await fundedOnSepolia({ node, daemon }, 100n);
  });
  afterAll(async () => {
    await daemon.dispose();
    await node.stop();
    listener.close();
    clock.dispose();
  });

  it('names what comes then above all there was, while it runs and over a death', async () => {
    for (let n = 0; n < 3; n += 1) await confirmed(wallet.api, await send(), PATIENCE_SECONDS);
    const hook = { url: await listener.start(), events: ['TX_SUBMITTED', 'TX_CONFIRMED'] };
    await master.must(201, master.post('/v1/webhooks', hook));
    await node.setAutomine(false);
    submitted = await send();
    await until(wallet.api, submitted, ({ status }) => status === 'SUBMITTED', PATIENCE_SECONDS);
    before = await pageOf();
    const login = await logIn();
    clock.set(A_DAY_BACK);
    // Nobody knows how late it is: it waits for a human.
    const waiting = await send();
    expect((await pageOf()).items.map(({ id }) => id)).toEqual([waiting, submitted]);
    await wallet.api.must(200, wallet.api.post(`/v1/transactions/${waiting}/cancel`));
    await daemon.kill();
    daemon = await daemon.restart();
    master = await masterOf(daemon);
    const { now } = await master.must(200, master.post<{ now: number }>('/v1/admin/clock/confirm'));
    const ends = await login.must(200, login.get<{ expiresAt: number; idleExpiresAt: number }>('/v1/admin/session'));
    expect(ends.expiresAt).toBeLessThanOrEqual(now + LOGIN_SECONDS + PATIENCE_SECONDS);
    expect(ends.idleExpiresAt).toBeLessThanOrEqual(now + LOGIN_IDLE_SECONDS + PATIENCE_SECONDS);
    const older = await idsOf('/v1/sessions?limit=10&include_revoked=true');
    const session = await newSession();
    expect(await idsOf('/v1/sessions?limit=10&include_revoked=true')).toEqual([session, ...older]);
    await send();
    expect([...made].sort()).toEqual(made);
  });

  it('tells the events of a payment in order, also where the clock was set in between', { timeout: LONG_MS }, async () => {
    await node.setAutomine(true);
    await node.mine();
    const paid = [submitted, made.at(-1) ?? ''];
    for (const id of paid) await confirmed(wallet.api, id, PATIENCE_SECONDS);
    listener.open();
    const isTold = () => paid.every((id) => listener.eventsOf(id).includes('TX_CONFIRMED'));
    await eventually('both payments have been told', isTold, 3 * PATIENCE_SECONDS);
    for (const id of paid) expect(listener.eventsOf(id)).toEqual(['TX_SUBMITTED', 'TX_CONFIRMED']);
  });

  it('lists newest first, and a page from before goes on without a gap', async () => {
    const newestFirst = [...made].reverse();
    expect(await idsFrom(await pageOf())).toEqual(newestFirst);
    const all = await master.must(200, master.get<Page>(`/v1/admin/transactions?wallet_id=${wallet.id}&limit=50`));
    expect(all.items.map(({ id }) => id)).toEqual(newestFirst);
    expect(await idsFrom(before)).toEqual(newestFirst.slice(newestFirst.indexOf(submitted)));
  });

  it('is stopped by what was asked since, and not by what has a time of tomorrow', async () => {
    // One since then; with those of tomorrow it would be the sixth.
    expect(made).toHaveLength(THRESHOLD);
    expect(await statusOfWallet()).toBe('ACTIVE');
    for (let n = 1; n < THRESHOLD; n += 1) await send();
    await eventually('the wallet is stopped', async () => (await statusOfWallet()) === 'SUSPENDED', PATIENCE_SECONDS);
    const route = '/v1/audit-logs?event_type=AUTO_STOP_TRIGGERED';
    const { data } = await master.must(200, master.get<{ data: readonly object[] }>(route));
    expect(data).toMatchObject([{ details: { rule: 'unusual_activity', count: THRESHOLD } }]);
  });
});
