import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EthereumOwner, SolanaOwner, type Challenge, type OwnerKey } from '../src/harness/owner-keys.js';
import { TestClock } from '../src/harness/test-clock.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  until,
  type TestWallet,
} from '../src/harness/wallets.js';

type Chain = 'ethereum' | 'solana';
type Headers = Readonly<Record<string, string>>;

const SENDS = {
  ethereum: { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', humanAmount: '2' },
  solana: { network: 'solana-devnet', to: 'GjwcWFQYzemBtpUoN5fMAP2FZviTtMRWCmrppGuTthJS', humanAmount: '2' },
} as const;

let anvil: AnvilNode;
let solana: SolanaNode;
let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;
let url: string;

beforeAll(async () => {
  clock = new TestClock();
  [anvil, solana] = await Promise.all([startAnvil({ chainId: 11155111 }), startSolanaNode()]);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: anvil.url,
      WAIAAS_RPC_SOLANA_DEVNET: solana.url,
      ...QUIET_LIMITS,
      ...clock.env,
    },
  });
  master = await masterOf(daemon);
  url = await daemon.url();
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([anvil.stop(), solana.stop()]);
  clock.dispose();
});

// Ten failed proofs a minute are an address's share; the attempts of one test are not to be refused for those of another.
beforeEach(() => clock.advance(61));

/** A funded wallet whose sends above one coin wait for a human. */
async function walletOf(chain: Chain): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { chain, policyPreset: 'none' });
  await allowNative(daemon, wallet, chain, '1');
  if (chain === 'ethereum') await anvil.setBalance(wallet.address, 100n * 10n ** 18n);
  else await solana.control.fund(wallet.address, 100n * 10n ** 9n);
  return wallet;
}

async function waitingRow(wallet: TestWallet, chain: Chain): Promise<string> {
  const answer = await wallet.api.post<{ id: string }>('/v1/transactions/send', SENDS[chain]);
  expect(answer).toMatchObject({ status: 201, body: { status: 'QUEUED', waitReason: 'APPROVAL' } });
  return answer.body.id;
}

async function setOwner(wallet: TestWallet, owner: OwnerKey): Promise<void> {
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
}

const ownerStateOf = async (wallet: TestWallet) => (await master.get(`/v1/wallets/${wallet.id}`)).body['ownerState'];
const statusOf = async (id: string) => (await master.get(`/v1/transactions/${id}`)).body['status'];
const decide = (id: string, how: 'approve' | 'reject', headers: Headers, body?: unknown): Promise<ApiAnswer> =>
  new Api(url).post(`/v1/transactions/${id}/${how}`, body, headers);

const OWNERS: Readonly<Record<Chain, () => OwnerKey>> = {
  ethereum: () => new EthereumOwner(),
  solana: () => new SolanaOwner(),
};

describe.each(['ethereum', 'solana'] as const)('approval by the owner of a wallet on %s', (chain) => {
  let wallet: TestWallet;
  let owner: OwnerKey;

  beforeAll(async () => {
    [wallet, owner] = [await walletOf(chain), OWNERS[chain]()];
    await setOwner(wallet, owner);
  });

  it('states the effect, takes the signature once, proves the owner, and the payment is made', async () => {
    expect(await ownerStateOf(wallet)).toBe('GRACE');
    const id = await waitingRow(wallet, chain);
    const challenge = await owner.challenge(url, 'approve', { transactionId: id });
    expect(challenge).toEqual({
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
      message: expect.any(String),
      messageBase64: Buffer.from(challenge.message).toString('base64'),
      requestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      policySetVersion: expect.any(Number),
      expiresAt: expect.any(Number),
    });
    const { to, network } = SENDS[chain];
    for (const part of [
      'APPROVE sending 2 ',
      to,
      network,
      challenge.nonce,
      challenge.requestHash,
      id,
      wallet.id,
      owner.address,
    ]) {
      expect(challenge.message).toContain(part);
    }
    const headers = await owner.headersFor(challenge);
    const answer = await decide(id, 'approve', headers);
    expect(answer).toMatchObject({
      status: 200,
      body: { id, status: 'EXECUTING', approvedAt: expect.any(Number), approvedBy: 'owner' },
    });
    expect(await ownerStateOf(wallet)).toBe('LOCKED');
    await confirmed(wallet.api, id, 60);
    expect(verdictOf(await decide(id, 'approve', headers))).toBe('401 INVALID_NONCE');
    expect(verdictOf(await decide(id, 'approve', await owner.headers(url, 'approve', { transactionId: id })))).toBe(
      '409 TX_ALREADY_PROCESSED',
    );
  });

  it('refuses another key, and the challenge is spent by the attempt', async () => {
    const id = await waitingRow(wallet, chain);
    const challenge = await owner.challenge(url, 'approve', { transactionId: id });
    const stranger = OWNERS[chain]();
    const forged = { ...(await owner.headersFor(challenge)), 'X-Owner-Signature': await stranger.sign(challenge.message) };
    expect(verdictOf(await decide(id, 'approve', forged))).toBe('401 INVALID_SIGNATURE');
    expect(verdictOf(await decide(id, 'approve', await owner.headersFor(challenge)))).toBe('401 INVALID_NONCE');
    expect(await statusOf(id)).toBe('QUEUED');
  });

  it('refuses a text with one byte changed, whatever the signature covers', async () => {
    const id = await waitingRow(wallet, chain);
    for (const resign of [false, true]) {
      const challenge = await owner.challenge(url, 'approve', { transactionId: id });
      const altered = challenge.message.replace('sending 2', 'sending 1');
      const headers = {
        ...(await owner.headersFor(challenge)),
        'X-Owner-Message': Buffer.from(altered).toString('base64'),
        ...(resign ? { 'X-Owner-Signature': await owner.sign(altered) } : {}),
      };
      expect(verdictOf(await decide(id, 'approve', headers))).toBe('401 INVALID_SIGNATURE');
    }
    expect(await statusOf(id)).toBe('QUEUED');
  });

  it('refuses a signature with one byte changed', async () => {
    const id = await waitingRow(wallet, chain);
    const headers = await owner.headers(url, 'approve', { transactionId: id });
    const signature = headers['X-Owner-Signature'] ?? '';
    const changed = `${signature.slice(0, 20)}${signature[20] === 'a' ? 'b' : 'a'}${signature.slice(21)}`;
    expect(verdictOf(await decide(id, 'approve', { ...headers, 'X-Owner-Signature': changed }))).toBe('401 INVALID_SIGNATURE');
  });

  it('refuses a signature for another transaction, another act, or another wallet', async () => {
    const [first, second] = [await waitingRow(wallet, chain), await waitingRow(wallet, chain)];
    expect(verdictOf(await decide(second, 'approve', await owner.headers(url, 'approve', { transactionId: first })))).toBe(
      '401 INVALID_NONCE',
    );
    expect(verdictOf(await decide(first, 'approve', await owner.headers(url, 'reject', { transactionId: first })))).toBe(
      '401 INVALID_NONCE',
    );
    const other = await walletOf(chain);
    const otherOwner = OWNERS[chain]();
    await setOwner(other, otherOwner);
    const theirs = await waitingRow(other, chain);
    expect(verdictOf(await decide(first, 'approve', await otherOwner.headers(url, 'approve', { transactionId: theirs })))).toBe(
      '401 INVALID_NONCE',
    );
    expect(await otherOwner.ask(url, 'approve', { transactionId: first })).toMatchObject({
      status: 404,
      body: { code: 'OWNER_NOT_CONNECTED' },
    });
  });

  it('refuses a challenge that is over', async () => {
    const id = await waitingRow(wallet, chain);
    const headers = await owner.headers(url, 'approve', { transactionId: id });
    clock.advance(301);
    expect(verdictOf(await decide(id, 'approve', headers))).toBe('401 INVALID_NONCE');
    expect(await statusOf(id)).toBe('QUEUED');
  });

  it('refuses an approval that comes too late', async () => {
    const id = await waitingRow(wallet, chain);
    clock.advance(3601);
    expect(verdictOf(await decide(id, 'approve', await owner.headers(url, 'approve', { transactionId: id })))).toBe(
      '410 APPROVAL_TIMEOUT',
    );
    expect(await until(wallet.api, id, (row) => row.status === 'EXPIRED')).toMatchObject({ errorCode: 'APPROVAL_TIMEOUT' });
    expect(verdictOf(await decide(id, 'approve', await owner.headers(url, 'approve', { transactionId: id })))).toBe(
      '410 APPROVAL_TIMEOUT',
    );
  });

  it('runs once when ten approvals arrive at once, with one challenge or with ten', async () => {
    const [one, many] = [await waitingRow(wallet, chain), await waitingRow(wallet, chain)];
    const headers = await owner.headers(url, 'approve', { transactionId: one });
    const same = await Promise.all(Array.from({ length: 10 }, () => decide(one, 'approve', headers)));
    expect(same.map(verdictOf).sort()).toEqual(['200', ...Array.from({ length: 9 }, () => '401 INVALID_NONCE')]);
    const tenHeaders = await Promise.all(
      Array.from({ length: 10 }, () => owner.headers(url, 'approve', { transactionId: many })),
    );
    const different = await Promise.all(tenHeaders.map((each) => decide(many, 'approve', each)));
    expect(different.map(verdictOf).sort()).toEqual(['200', ...Array.from({ length: 9 }, () => '409 TX_ALREADY_PROCESSED')]);
    for (const id of [one, many]) expect((await confirmed(wallet.api, id, 60)).attempts).toHaveLength(1);
  });

  it('comes to nothing after a cancel, and one of the two wins when they meet', async () => {
    const cancelled = await waitingRow(wallet, chain);
    const late = await owner.headers(url, 'approve', { transactionId: cancelled });
    await wallet.api.must(200, wallet.api.post(`/v1/transactions/${cancelled}/cancel`));
    expect(verdictOf(await decide(cancelled, 'approve', late))).toBe('409 TX_ALREADY_PROCESSED');

    for (const winner of [0, 1, 2, 3]) {
      const id = await waitingRow(wallet, chain);
      const headers = await owner.headers(url, 'approve', { transactionId: id });
      const acts = [() => decide(id, 'approve', headers), () => wallet.api.post(`/v1/transactions/${id}/cancel`)];
      const answers = await Promise.all((winner % 2 === 0 ? acts : acts.reverse()).map((act) => act()));
      // To its session a row that the owner approved is closed, whatever has become of it.
      expect(answers.map(verdictOf).sort().join()).toMatch(/^200,(409 TX_ALREADY_PROCESSED|403 TX_ACCESS_DENIED)$/);
      const isApproved = answers.some(({ body }) => body['approvedBy'] === 'owner');
      await until(wallet.api, id, ({ status }) => status === (isApproved ? 'CONFIRMED' : 'CANCELLED'), 60);
    }
  });

  it('can be a refusal, which ends the request', async () => {
    const id = await waitingRow(wallet, chain);
    const headers = async () => owner.headers(url, 'reject', { transactionId: id });
    expect(await decide(id, 'reject', await headers(), { reason: 'x'.repeat(501) })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', details: { issues: [{ path: 'reason' }] } },
    });
    expect(await decide(id, 'reject', await headers(), { reason: 'a line\u001b[2J' })).toMatchObject({ status: 400 });
    expect(await statusOf(id)).toBe('QUEUED');
    const answer = await decide(id, 'reject', await headers(), { reason: ' That is not our supplier. ' });
    expect(answer).toMatchObject({ status: 200, body: { id, status: 'CANCELLED', rejectedAt: expect.any(Number) } });
    expect((await master.get(`/v1/transactions/${id}`)).body).toMatchObject({
      status: 'CANCELLED',
      errorCode: 'CANCELLED_BY_OWNER',
      error: 'That is not our supplier.',
    });
    expect((await wallet.api.get(`/v1/transactions/${id}`)).body).toMatchObject({ error: 'That is not our supplier.' });
    const rows = (await master.get<{ data: { eventType: string }[] }>(`/v1/audit-logs?tx_id=${id}`)).body.data;
    expect(rows.find(({ eventType }) => eventType === 'TX_REJECTED')).toMatchObject({
      details: { reason: 'That is not our supplier.' },
    });
  });
});

describe('whose yes counts', () => {
  it('is the password alone where there is no owner, and it may name what it approves', async () => {
    const wallet = await walletOf('ethereum');
    const id = await waitingRow(wallet, 'ethereum');
    const { requestHash } = (await master.get<{ requestHash: string }>(`/v1/transactions/${id}`)).body;
    expect(verdictOf(await decide(id, 'approve', {}))).toBe('401 INVALID_MASTER_PASSWORD');
    expect(verdictOf(await wallet.api.post(`/v1/transactions/${id}/approve`))).toBe('401 INVALID_MASTER_PASSWORD');
    const other = `${requestHash.startsWith('0') ? '1' : '0'}${requestHash.slice(1)}`;
    expect(verdictOf(await master.post(`/v1/transactions/${id}/approve`, { requestHash: other }))).toBe('409 APPROVAL_STALE');
    expect(await master.post(`/v1/transactions/${id}/approve`, { requestHash })).toMatchObject({
      status: 200,
      body: { id, status: 'EXECUTING', approvedBy: 'master' },
    });
    await confirmed(wallet.api, id);
    const { data } = (await master.get<{ data: unknown[] }>(`/v1/audit-logs?tx_id=${id}&event_type=TX_APPROVED`)).body;
    expect(data).toMatchObject([{ actor: 'master', txId: id }]);
  });

  it.each(['GRACE', 'LOCKED'] as const)(
    'is never the password where an owner is %s; no from either always counts',
    async (state) => {
      const wallet = await walletOf('solana');
      const owner = new SolanaOwner();
      await setOwner(wallet, owner);
      if (state === 'LOCKED') {
        const proof = await owner.headers(url, 'verify', { walletId: wallet.id });
        expect(await new Api(url).post(`/v1/wallets/${wallet.id}/owner/verify`, undefined, proof)).toMatchObject({
          status: 200,
          body: { ownerState: 'LOCKED', ownerAddress: owner.address, ownerVerified: true },
        });
      }
      const id = await waitingRow(wallet, 'solana');
      expect(verdictOf(await master.post(`/v1/transactions/${id}/approve`))).toBe('403 OWNER_REQUIRED');
      const both = { ...(await owner.headers(url, 'reject', { transactionId: id })), 'X-Master-Password': PASSWORD };
      expect(verdictOf(await decide(id, 'approve', both))).toBe('401 INVALID_NONCE');
      expect(await ownerStateOf(wallet)).toBe(state);
      expect(await master.post(`/v1/transactions/${id}/reject`)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    },
  );

  it('is not asked where nothing waits for it', async () => {
    const wallet = await walletOf('ethereum');
    const small = { ...SENDS.ethereum, humanAmount: '0.5' };
    const { id } = (await wallet.api.post<{ id: string }>('/v1/transactions/send', small)).body;
    expect(verdictOf(await master.post(`/v1/transactions/${id}/approve`))).toBe('404 APPROVAL_NOT_FOUND');
    expect(verdictOf(await master.post('/v1/transactions/0198f1aa-0000-7000-8000-000000000001/approve'))).toBe(
      '404 TX_NOT_FOUND',
    );
  });
});

describe('a yes to a request that is judged otherwise by now', () => {
  it('denies it when a policy now forbids it, and the row says so', async () => {
    const wallet = await walletOf('ethereum');
    const owner = new EthereumOwner();
    await setOwner(wallet, owner);
    const id = await waitingRow(wallet, 'ethereum');
    const headers = await owner.headers(url, 'approve', { transactionId: id });
    const whitelist = { allowed_addresses: [owner.address] };
    await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'WHITELIST', rules: whitelist }));
    expect(await decide(id, 'approve', headers)).toMatchObject({
      status: 403,
      body: { code: 'POLICY_DENIED', details: { transactionId: id, policyType: 'WHITELIST' } },
    });
    expect(await statusOf(id)).toBe('DENIED');
    const { data } = (await master.get<{ data: { eventType: string }[] }>(`/v1/audit-logs?tx_id=${id}`)).body;
    expect(data.map(({ eventType }) => eventType)).toEqual(['POLICY_DENIED', 'TX_QUEUED']);
    expect(verdictOf(await decide(id, 'approve', await owner.headers(url, 'approve', { transactionId: id })))).toBe(
      '409 TX_ALREADY_PROCESSED',
    );
  });

  it('still counts when policies moved without changing the verdict', async () => {
    const wallet = await walletOf('ethereum');
    const owner = new EthereumOwner();
    await setOwner(wallet, owner);
    const id = await waitingRow(wallet, 'ethereum');
    const headers = await owner.headers(url, 'approve', { transactionId: id });
    await master.must(
      201,
      master.post('/v1/policies', { walletId: wallet.id, type: 'RATE_LIMIT', rules: { max_requests: 50, window_seconds: 60 } }),
    );
    expect(await decide(id, 'approve', headers)).toMatchObject({ status: 200, body: { status: 'EXECUTING' } });
  });
});

describe('the text of a challenge', () => {
  let wallet: TestWallet;
  let owner: SolanaOwner;
  let id: string;

  beforeAll(async () => {
    [wallet, owner] = [await walletOf('solana'), new SolanaOwner()];
    await setOwner(wallet, owner);
    id = await waitingRow(wallet, 'solana');
  });

  const nonceHeaders = async (message: string): Promise<Headers> => ({
    'X-Owner-Signature': await owner.sign(message),
    'X-Owner-Message': Buffer.from(message).toString('base64'),
    'X-Owner-Address': owner.address,
  });

  it('must be one of the daemon: a bare nonce or a text of the client is refused with the way out', async () => {
    const { nonce } = (await new Api(url).get<{ nonce: string }>('/v1/nonce')).body;
    const own = `wallet wants you to approve\n\nNonce: ${nonce}\n`;
    const bare = { ...(await nonceHeaders(nonce)), 'X-Owner-Message': nonce };
    for (const headers of [bare, await nonceHeaders(nonce), await nonceHeaders(own)]) {
      expect(await decide(id, 'approve', headers)).toMatchObject({
        status: 401,
        body: { code: 'INVALID_NONCE', hint: expect.stringContaining('/v1/owner/challenge') },
      });
    }
    expect(await statusOf(id)).toBe('QUEUED');
  });

  it('can be one line, sent as it is', async () => {
    const challenge: Challenge = await owner.challenge(url, 'reject', { transactionId: id, format: 'line' });
    expect(challenge.message).toMatch(/^WAIaaS v1\|action=reject\|[\x20-\x7e]+$/);
    const headers = { ...(await owner.headersFor(challenge)), 'X-Owner-Message': challenge.message };
    expect(await decide(id, 'reject', headers)).toMatchObject({ status: 200 });
  });

  it('is for Solana owners only where it is one line', async () => {
    const other = await walletOf('ethereum');
    const evm = new EthereumOwner();
    await setOwner(other, evm);
    expect(await evm.ask(url, 'verify', { walletId: other.id, format: 'line' })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  });
});
