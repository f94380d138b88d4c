import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, until, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const PER_SESSION = 3;
const PER_WALLET = 5;
const KEPT_DENIALS = 100;
const LONG_MS = 120_000;

interface Answer {
  readonly id: string;
  readonly status: string;
  readonly code?: string;
  readonly details?: { readonly transactionId: string | null };
}

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;

beforeAll(async () => {
  node = await startAnvil({ chainId: 11155111 });
  daemon = await DaemonProcess.start({
    env: {
      ...QUIET_LIMITS,
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url,
      WAIAAS_PRICES_FIXED: 'native:ethereum=1000',
      WAIAAS_TRANSACTIONS_MAX_WAITING_PER_SESSION: String(PER_SESSION),
      WAIAAS_TRANSACTIONS_MAX_WAITING_PER_WALLET: String(PER_WALLET),
    },
  });
  master = await masterOf(daemon);
});
afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

async function walletUnder(...policies: readonly { readonly type: string; readonly rules: object }[]): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await node.setBalance(wallet.address, 10n ** 22n);
  for (const policy of policies) await master.must(201, master.post('/v1/policies', { walletId: wallet.id, ...policy }));
  return wallet;
}

const LIMIT = { instant_max_usd: 900, notify_max_usd: 900, delay_max_usd: 5000, delay_seconds: 3600 };
const limited = (more: object = {}) => ({ type: 'SPENDING_LIMIT', rules: { ...LIMIT, ...more } });

let amounts = 0;
/** Each with an amount of its own: an identical one would be taken for a retry. */
const send = (api: Api, ether: number) => {
  amounts += 1;
  const humanAmount = `${String(ether)}.${String(amounts).padStart(6, '0')}`;
  return api.post<Answer>('/v1/transactions/send', { network: 'ethereum-sepolia', to: RECIPIENT, humanAmount });
};

async function secondSession(wallet: TestWallet): Promise<Api> {
  const { token } = await master.must(201, master.post<{ token: string }>('/v1/sessions', { walletId: wallet.id }));
  return Api.session(master.baseUrl, token);
}

describe('requests that wait', () => {
  it('are no more than a session and a wallet may have; what runs at once is not held up by them', async () => {
    const wallet = await walletUnder(limited());
    const other = await secondSession(wallet);
    const waiting: string[] = [];
    for (let n = 0; n < PER_SESSION; n += 1) {
      const { status, body } = await send(wallet.api, 1);
      expect({ status, where: body.status }).toEqual({ status: 201, where: 'QUEUED' });
      waiting.push(body.id);
    }
    expect(await send(wallet.api, 1)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_PENDING', retryable: false } });
    expect(await send(wallet.api, 0)).toMatchObject({ status: 201, body: { status: 'EXECUTING' } });
    // The other session has what is left of the wallet's share, and no more.
    for (let n = PER_SESSION; n < PER_WALLET; n += 1) expect((await send(other, 1)).status).toBe(201);
    expect(await send(other, 1)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_PENDING' } });
    // One that is decided makes room.
    await wallet.api.must(200, wallet.api.post(`/v1/transactions/${waiting[0] ?? ''}/cancel`));
    expect((await send(wallet.api, 1)).status).toBe(201);
  });

  it('are not let in beyond that side by side either', async () => {
    const wallet = await walletUnder(limited());
    const answers = await Promise.all(Array.from({ length: 4 * PER_SESSION }, () => send(wallet.api, 1)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(PER_SESSION);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(3 * PER_SESSION);
  });

  it('take no budget from others while they ask for more than a day may cost by themselves', async () => {
    const wallet = await walletUnder(limited({ daily_limit_usd: 3000, delay_max_usd: 900 }));
    const huge = await send(wallet.api, 4);
    expect(huge.body).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL' });
    const small = await send(wallet.api, 0);
    expect(small.body).toMatchObject({ status: 'EXECUTING' });
    // Once somebody has said yes it counts in full: there is nothing left of the day.
    const approved = await master.must(200, master.post<Answer>(`/v1/transactions/${huge.body.id}/approve`, {}));
    expect(approved.status).toBe('EXECUTING');
    expect((await send(wallet.api, 0)).body).toMatchObject({ status: 'QUEUED', approvalReason: 'cumulative_daily' });
  });

  it('count as requests when their own session takes them back', async () => {
    const wallet = await walletUnder(limited(), { type: 'RATE_LIMIT', rules: { max_requests: 2, window_seconds: 3600 } });
    for (let n = 0; n < 2; n += 1) {
      const { body } = await send(wallet.api, 1);
      await wallet.api.must(200, wallet.api.post(`/v1/transactions/${body.id}/cancel`));
    }
    expect(await send(wallet.api, 0)).toMatchObject({ status: 403, body: { details: { denyCode: 'RATE_LIMIT_VIOLATION' } } });
  });
});

describe('a session that is refused again and again', () => {
  it("fills no disk: refusals beyond a day's share are counted, answered and not kept", { timeout: LONG_MS }, async () => {
    const wallet = await walletUnder(limited(), { type: 'WHITELIST', rules: { allowed_addresses: [wallet0()] } });
    for (let n = 0; n < KEPT_DENIALS; n += 1) {
      const { status, body } = await send(wallet.api, 0);
      expect(status).toBe(403);
      if (n === KEPT_DENIALS - 1) expect(body.details?.transactionId).toEqual(expect.any(String));
    }
    for (let n = 0; n < 3; n += 1) {
      expect(await send(wallet.api, 0)).toMatchObject({ status: 403, body: { details: { transactionId: null } } });
    }
    const route = `/v1/admin/transactions?wallet_id=${wallet.id}&status=DENIED&limit=1`;
    const { total } = await master.must(200, master.get<{ total: number }>(route));
    expect(total).toBe(KEPT_DENIALS);
    const { data } = await master.must(
      200,
      master.get<{ data: readonly { details: { unstored?: number } }[] }>('/v1/audit-logs?event_type=POLICY_DENIED&limit=5'),
    );
    expect(data.filter(({ details }) => details.unstored !== undefined)).toHaveLength(1);
  });
});

const wallet0 = (): string => '0x52908400098527886E0F7030069857D2E4169EE7';

describe('a payment that somebody wants faster', () => {
  it('is told what is closed: the whole daemon, or the wallet for good', async () => {
    const wallet = await walletUnder(limited());
    await node.setAutomine(false);
    const { body } = await send(wallet.api, 0);
    await until(wallet.api, body.id, ({ status }) => status === 'SUBMITTED');
    const faster = () => master.post<Answer>(`/v1/transactions/${body.id}/speed-up`, {});
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/suspend`));
    expect(await faster()).toMatchObject({ status: 409, body: { code: 'WALLET_SUSPENDED' } });
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/resume`));
    await master.must(200, master.post('/v1/admin/kill-switch'));
    expect(await faster()).toMatchObject({ status: 503, body: { code: 'SYSTEM_LOCKED' } });
    await master.must(200, master.post('/v1/admin/recover', { resumeWallets: true }));
    await master.must(200, master.delete(`/v1/wallets/${wallet.id}`));
    expect(await faster()).toMatchObject({ status: 410, body: { code: 'WALLET_TERMINATED' } });
    await node.setAutomine(true);
  });
});
