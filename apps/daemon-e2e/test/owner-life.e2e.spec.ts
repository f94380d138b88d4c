import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EthereumOwner, SolanaOwner, type OwnerKey } from '../src/harness/owner-keys.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const DELAY_SECONDS = 7200;

let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;
let url: string;

beforeAll(async () => {
  clock = new TestClock();
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_SECURITY_OWNER_REMOVAL_DELAY_SECONDS: String(DELAY_SECONDS),
      ...QUIET_LIMITS,
      ...clock.env,
    },
  });
  master = await masterOf(daemon);
  url = await daemon.url();
});

afterAll(async () => {
  await daemon.dispose();
  clock.dispose();
});

beforeEach(() => clock.advance(61));

const detail = async (id: string) => (await master.get(`/v1/wallets/${id}`)).body;

type Headers = Readonly<Record<string, string>>;

interface Owned {
  readonly wallet: TestWallet;
  readonly owner: OwnerKey;
}

async function owned(state: 'GRACE' | 'LOCKED', owner: OwnerKey = new SolanaOwner(), environment?: 'mainnet'): Promise<Owned> {
  const wallet = await createWallet(daemon, { chain: owner.chain, ...(environment === undefined ? {} : { environment }) });
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  if (state === 'LOCKED') await act({ wallet, owner }, 'verify', 'POST /owner/verify');
  return { wallet, owner };
}

/** The route with the owner's signed challenge for the action, and the master password beside it where it is co-signed. */
async function act({ wallet, owner }: Owned, action: string, route: string, credentials: Headers = {}): Promise<ApiAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const headers = { ...(await owner.headers(url, action, { walletId: wallet.id })), ...credentials };
  return new Api(url).call(method, `/v1/wallets/${wallet.id}${path}`, { headers });
}

const MASTER = { 'X-Master-Password': PASSWORD };

describe('an owner', () => {
  it('is set by the admin, replaceable until it signs, and answers with every field of the contract', async () => {
    const wallet = await createWallet(daemon, { chain: 'ethereum' });
    const [first, second] = [new EthereumOwner(), new EthereumOwner()];
    const body = { owner_address: first.address.toLowerCase(), approval_method: 'rest', wallet_type: 'ledger' };
    const set = await master.put(`/v1/wallets/${wallet.id}/owner`, body);
    expect(set).toMatchObject({
      status: 200,
      body: {
        id: wallet.id,
        ownerAddress: first.address,
        ownerState: 'GRACE',
        ownerVerified: false,
        approvalMethod: 'rest',
        walletType: 'ledger',
        warning: null,
        updatedAt: expect.any(Number),
      },
    });
    const replaced = await master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: second.address, approval_method: null });
    expect(replaced.body).toMatchObject({
      ownerAddress: second.address,
      approvalMethod: null,
      walletType: 'ledger',
      warning: expect.any(String),
    });
    await act({ wallet, owner: second }, 'verify', 'POST /owner/verify');
    expect(verdictOf(await master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: first.address }))).toBe(
      '409 OWNER_ALREADY_CONNECTED',
    );
    expect(await detail(wallet.id)).toMatchObject({ ownerState: 'LOCKED', ownerVerified: true, ownerAddress: second.address });
  });

  it('is an address of the chain of its wallet, with a right checksum, and never the wallet itself', async () => {
    const wallet = await createWallet(daemon, { chain: 'ethereum' });
    const address = new EthereumOwner().address;
    const wrongSum = address.replace(/[a-f]/i, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    for (const owner_address of [new SolanaOwner().address, wrongSum, `${address}0`, wallet.address, '0x', '']) {
      expect(verdictOf(await master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address }))).toMatch(
        /^400 (INVALID_ADDRESS|VALIDATION_FAILED)$/,
      );
    }
  });

  it('that signed nothing yet is removed by the admin alone', async () => {
    const { wallet } = await owned('GRACE');
    expect(await master.delete(`/v1/wallets/${wallet.id}/owner`)).toMatchObject({ status: 200, body: { ownerState: 'NONE' } });
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}/owner`))).toBe('404 OWNER_NOT_CONNECTED');
  });

  it('that is verified goes by its own signature at once, and by the admin only after the delay', async () => {
    const signed = await owned('LOCKED');
    const answer = await act(signed, 'remove-owner', 'DELETE /owner', MASTER);
    expect(answer).toMatchObject({ status: 200, body: { ownerState: 'NONE' } });

    const lost = await owned('LOCKED');
    const requested = await master.delete(`/v1/wallets/${lost.wallet.id}/owner`);
    expect(requested).toMatchObject({ status: 202, body: { ownerState: 'LOCKED', ownerRemovalAt: expect.any(Number) } });
    const removalAt = Number(requested.body['ownerRemovalAt']);
    expect(Math.abs(removalAt - clock.now() - DELAY_SECONDS)).toBeLessThan(30);
    expect((await master.delete(`/v1/wallets/${lost.wallet.id}/owner`)).body['ownerRemovalAt']).toBe(removalAt);
    clock.advance(DELAY_SECONDS - 120);
    expect(await detail(lost.wallet.id)).toMatchObject({ ownerState: 'LOCKED', ownerRemovalAt: removalAt });
    clock.advance(240);
    await expect.poll(async () => (await detail(lost.wallet.id))['ownerState'], { timeout: 20_000 }).toBe('NONE');
  });

  it('stops its removal, and so does the admin', async () => {
    const subject = await owned('LOCKED');
    const { wallet } = subject;
    await master.must(202, master.delete(`/v1/wallets/${wallet.id}/owner`));
    expect(await act(subject, 'keep-owner', 'POST /owner/keep')).toMatchObject({
      status: 200,
      body: { ownerState: 'LOCKED', ownerRemovalAt: null },
    });
    expect(await detail(wallet.id)).toMatchObject({ ownerState: 'LOCKED', ownerRemovalAt: null });
    await master.must(202, master.delete(`/v1/wallets/${wallet.id}/owner`));
    expect(verdictOf(await master.post(`/v1/wallets/${wallet.id}/owner/keep`))).toBe('200');
  });

  it('of a mainnet wallet is protected by a day at least, whatever the setting says', async () => {
    const { wallet } = await owned('LOCKED', new EthereumOwner(), 'mainnet');
    const { body } = await master.delete(`/v1/wallets/${wallet.id}/owner`);
    expect(Number(body['ownerRemovalAt']) - clock.now()).toBeGreaterThan(86_400 - 60);
  });
});

describe('what an owner freezes', () => {
  it('is every wallet it verifiably owns and no other, and only it resumes them', async () => {
    const owner = new EthereumOwner();
    const mine = [await owned('LOCKED', owner), await owned('LOCKED', owner)];
    const unproven = await owned('GRACE', owner);
    const other = await owned('LOCKED');
    const freeze = await owner.headers(url, 'freeze', {});
    const answer = await new Api(url).post('/v1/owner/kill-switch', undefined, freeze);
    expect(answer).toMatchObject({ status: 200, body: { state: 'SUSPENDED', activatedAt: expect.any(Number) } });
    expect(verdictOf(await new Api(url).post('/v1/owner/kill-switch', undefined, freeze))).toBe('401 INVALID_NONCE');
    for (const { wallet } of mine) expect((await detail(wallet.id))['status']).toBe('SUSPENDED');
    for (const { wallet } of [unproven, other]) expect((await detail(wallet.id))['status']).toBe('ACTIVE');
    expect((await new Api(url).get('/v1/admin/kill-switch')).body).toEqual({
      state: 'ACTIVE',
      activatedAt: null,
      activatedBy: null,
    });

    const [first] = mine;
    if (first === undefined) throw new Error('there are two');
    expect(verdictOf(await master.post(`/v1/wallets/${first.wallet.id}/resume`))).toBe('403 OWNER_REQUIRED');
    expect(await act(first, 'resume', 'POST /resume')).toMatchObject({
      status: 200,
      body: { id: first.wallet.id, status: 'ACTIVE' },
    });
  });

  it('stays frozen until the removal of the owner is through; then the admin resumes it', async () => {
    const { wallet, owner } = await owned('LOCKED');
    await new Api(url).must(200, new Api(url).post('/v1/admin/kill-switch', undefined, await owner.headers(url, 'freeze', {})));
    expect((await new Api(url).get('/v1/admin/kill-switch')).body['state']).toBe('ACTIVE');
    await master.must(202, master.delete(`/v1/wallets/${wallet.id}/owner`));
    expect(verdictOf(await master.post(`/v1/wallets/${wallet.id}/resume`))).toBe('403 OWNER_REQUIRED');
    clock.advance(DELAY_SECONDS + 60);
    await expect.poll(async () => (await detail(wallet.id))['ownerState'], { timeout: 20_000 }).toBe('NONE');
    expect(verdictOf(await master.post(`/v1/wallets/${wallet.id}/resume`))).toBe('200');
  });

  it('is not for somebody who owns nothing here', async () => {
    expect(verdictOf(await new SolanaOwner().ask(url, 'freeze', {}))).toBe('404 OWNER_NOT_CONNECTED');
  });
});

describe('the end of a wallet with a verified owner', () => {
  it('takes the password and the signature for exactly that act', async () => {
    const subject = await owned('LOCKED');
    const { wallet } = subject;
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}`))).toBe('403 OWNER_REQUIRED');
    expect(verdictOf(await act(subject, 'terminate', 'DELETE '))).toBe('401 INVALID_MASTER_PASSWORD');
    expect(verdictOf(await act(subject, 'purge', 'DELETE ', MASTER))).toBe('401 INVALID_NONCE');
    const stranger = await owned('LOCKED');
    const theirs = { ...(await stranger.owner.headers(url, 'terminate', { walletId: stranger.wallet.id })), ...MASTER };
    expect(verdictOf(await new Api(url).call('DELETE', `/v1/wallets/${wallet.id}`, { headers: theirs }))).toBe(
      '401 INVALID_NONCE',
    );
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}/purge`))).toBe('409 WALLET_NOT_TERMINATED');

    expect(await act(subject, 'terminate', 'DELETE ', MASTER)).toMatchObject({
      status: 200,
      body: { id: wallet.id, status: 'TERMINATED' },
    });
    expect(verdictOf(await wallet.api.get('/v1/wallet/address'))).toBe('401 SESSION_REVOKED');
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}`))).toBe('410 WALLET_TERMINATED');
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}/purge`))).toBe('403 OWNER_REQUIRED');
    expect(await act(subject, 'purge', 'DELETE /purge', MASTER)).toMatchObject({
      status: 200,
      body: { id: wallet.id, status: 'PURGED' },
    });
    expect(verdictOf(await master.get(`/v1/wallets/${wallet.id}`))).toBe('404 WALLET_NOT_FOUND');
    const { data } = (await master.get<{ data: { eventType: string }[] }>(`/v1/audit-logs?wallet_id=${wallet.id}`)).body;
    expect(data.map(({ eventType }) => eventType)).toEqual(expect.arrayContaining(['WALLET_PURGED', 'WALLET_TERMINATED']));
  });
});
