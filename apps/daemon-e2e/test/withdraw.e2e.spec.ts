import {
  deployTestToken,
  mintTestToken,
  SplTokens,
  startAnvil,
  startSolanaNode,
  testTokenBalance,
  type AnvilNode,
  type SolanaNode,
} from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EthereumOwner, SolanaOwner, type OwnerKey } from '../src/harness/owner-keys.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const DAY = 86_400;
const ETHER = 10n ** 18n;
const SEPOLIA = 'ethereum-sepolia';
const NOWHERE = '0x52908400098527886E0F7030069857D2E4169EE7';

interface Result {
  readonly asset: string;
  readonly amount: string;
  readonly status: string;
  readonly transactionId: string | null;
  readonly txHash?: string;
  readonly error?: string;
}

interface Withdrawn {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly results: readonly Result[];
}

let clock: TestClock;
let evm: AnvilNode;
let solana: SolanaNode;
let daemon: DaemonProcess;
let master: Api;
let url: string;

beforeAll(async () => {
  clock = new TestClock();
  evm = await startAnvil({ chainId: 11155111 });
  solana = await startSolanaNode();
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: evm.url,
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
  await Promise.all([evm.stop(), solana.stop()]);
  clock.dispose();
});

interface Owned {
  readonly wallet: TestWallet;
  readonly owner: OwnerKey;
}

const evmOwner = new EthereumOwner();
const solanaOwner = new SolanaOwner();

async function named(owner: OwnerKey): Promise<Owned> {
  const wallet = await createWallet(daemon, { chain: owner.chain, policyPreset: 'none' });
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  return { wallet, owner };
}

async function verified(owner: OwnerKey): Promise<Owned> {
  const subject = await named(owner);
  const headers = await owner.headers(url, 'verify', { walletId: subject.wallet.id });
  await new Api(url).must(200, new Api(url).post(`/v1/wallets/${subject.wallet.id}/owner/verify`, undefined, headers));
  return subject;
}

/** Whose owner came more than a day ago. */
async function settled(owner: OwnerKey): Promise<Owned> {
  const subject = await verified(owner);
  clock.advance(DAY + 1);
  return subject;
}

async function withdraw({ wallet, owner }: Owned, body: object, sent: object = body): Promise<ApiAnswer<Withdrawn>> {
  const headers = await owner.headers(url, 'withdraw', { walletId: wallet.id, body });
  return new Api(url).post<Withdrawn>(`/v1/wallets/${wallet.id}/withdraw`, sent, headers);
}

const weiOf = async (address: string) => BigInt(await evm.rpc<string>('eth_getBalance', address, 'latest'));

describe('a withdrawal on an EVM chain', () => {
  it('takes coin and tokens to the owner while nothing else may be sent, past every policy', async () => {
    const subject = await settled(evmOwner);
    const { wallet, owner } = subject;
    const token = await deployTestToken(evm);
    await mintTestToken(evm, token.address, wallet.address, 777n);
    await evm.setBalance(wallet.address, ETHER);
    const listed = { network: SEPOLIA, address: token.address, symbol: 'TST', name: 'Test', decimals: token.decimals };
    await master.must(201, master.post('/v1/tokens', listed));
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/suspend`));
    const payment = { network: SEPOLIA, to: NOWHERE, humanAmount: '0.1' };
    const { token: session } = await master.must(201, master.post<{ token: string }>('/v1/sessions', { walletId: wallet.id }));
    expect(verdictOf(await Api.session(url, session).post('/v1/transactions/send', payment))).toBe('409 WALLET_SUSPENDED');

    const answer = await withdraw(subject, { network: SEPOLIA });
    expect(answer).toMatchObject({ status: 200, body: { total: 2, succeeded: 2, failed: 0 } });
    const [ofToken, ofCoin] = answer.body.results;
    expect(ofToken).toMatchObject({ asset: token.address, amount: '777', status: 'success', txHash: expect.any(String) });
    expect(ofCoin).toMatchObject({ asset: 'native', status: 'success' });
    expect(await testTokenBalance(evm, token.address, owner.address)).toBe(777n);
    expect(await weiOf(owner.address)).toBe(BigInt(ofCoin?.amount ?? '0'));
    expect(await weiOf(wallet.address)).toBeLessThan(ETHER / 1000n);
    const row = (await master.get(`/v1/transactions/${ofCoin?.transactionId ?? ''}`)).body;
    expect(row).toMatchObject({ status: 'CONFIRMED', tier: 'INSTANT', toAddress: owner.address, sessionId: null });
    const { data } = (await master.get<{ data: object[] }>(`/v1/audit-logs?wallet_id=${wallet.id}&event_type=WITHDRAWN`)).body;
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ actor: `owner:${owner.address}`, severity: 'critical', txId: ofCoin?.transactionId });
    expect((await master.get(`/v1/wallets/${wallet.id}`)).body['status']).toBe('SUSPENDED');
  });

  it('answers for each asset that was named, and one that cannot move holds up no other', async () => {
    const subject = await settled(evmOwner);
    await evm.setBalance(subject.wallet.address, ETHER);
    const empty = (await deployTestToken(evm)).address;
    const { body } = await withdraw(subject, { network: SEPOLIA, assets: ['native', NOWHERE, empty] });
    expect(body).toMatchObject({ total: 3, succeeded: 1, failed: 2 });
    expect(body.results).toEqual([
      { asset: NOWHERE, amount: '0', status: 'failed', transactionId: null, error: 'TOKEN_NOT_FOUND' },
      { asset: empty, amount: '0', status: 'failed', transactionId: null, error: 'INSUFFICIENT_TOKEN_BALANCE' },
      expect.objectContaining({ asset: 'native', status: 'success' }),
    ]);
    const again = await withdraw(subject, { network: SEPOLIA, assets: ['native'] });
    expect(again.body.results).toEqual([expect.objectContaining({ status: 'failed', error: 'INSUFFICIENT_BALANCE' })]);
  });

  it('goes on while the kill switch is pulled', async () => {
    const subject = await settled(evmOwner);
    await evm.setBalance(subject.wallet.address, ETHER);
    await master.must(200, master.post('/v1/admin/kill-switch'));
    await master.must(200, master.post('/v1/admin/kill-switch/escalate'));
    const { body } = await withdraw(subject, { network: SEPOLIA });
    await master.must(200, master.post('/v1/admin/recover', { resumeWallets: false }));
    expect(body).toMatchObject({ failed: 0, results: [{ asset: 'native', status: 'success' }] });
  });
});

describe('a withdrawal on Solana', () => {
  it('takes tokens and then the whole coin to the owner of a frozen wallet', async () => {
    const subject = await settled(solanaOwner);
    const { wallet, owner } = subject;
    const tokens = new SplTokens(solana.control);
    const mint = await tokens.createMint();
    await tokens.mintTo(mint, wallet.address, 5_000n);
    await solana.control.fund(wallet.address, 3_000_000_000n);
    const freeze = await owner.headers(url, 'freeze', {});
    await new Api(url).must(200, new Api(url).post('/v1/owner/kill-switch', undefined, freeze));
    const { body } = await withdraw(subject, { assets: ['native', mint] });
    expect(body).toMatchObject({ total: 2, succeeded: 2, failed: 0 });
    expect(await tokens.balance(mint, owner.address)).toBe(5_000n);
    expect(await solana.control.balance(wallet.address)).toBe(0n);
    expect(await solana.control.balance(owner.address)).toBe(BigInt(body.results[1]?.amount ?? '0'));
  });
});

describe('nobody else withdraws', () => {
  it('not an owner that has proven nothing yet, and asking proves nothing', async () => {
    const subject = await named(evmOwner);
    clock.advance(DAY + 1);
    expect(verdictOf(await withdraw(subject, { network: SEPOLIA }))).toBe('409 INVALID_STATE_TRANSITION');
    expect((await master.get(`/v1/wallets/${subject.wallet.id}`)).body['ownerState']).toBe('GRACE');
  });

  it('not an owner of less than a day, whom a stolen password may have named', async () => {
    const subject = await verified(evmOwner);
    await evm.setBalance(subject.wallet.address, ETHER);
    const refused = await withdraw(subject, { network: SEPOLIA });
    expect(verdictOf(refused)).toBe('409 INVALID_STATE_TRANSITION');
    expect(await weiOf(subject.wallet.address)).toBe(ETHER);
  });

  it('not with a signature over another body, over another wallet, or used before', async () => {
    const subject = await settled(evmOwner);
    const other = await settled(evmOwner);
    const path = `/v1/wallets/${subject.wallet.id}/withdraw`;
    expect(verdictOf(await withdraw(subject, { network: SEPOLIA }, { network: SEPOLIA, assets: ['native'] }))).toBe(
      '409 APPROVAL_STALE',
    );
    const body = { network: SEPOLIA };
    const theirs = await evmOwner.headers(url, 'withdraw', { walletId: other.wallet.id, body });
    expect(verdictOf(await new Api(url).post(path, body, theirs))).toBe('401 INVALID_NONCE');
    const verify = await evmOwner.headers(url, 'verify', { walletId: subject.wallet.id });
    expect(verdictOf(await new Api(url).post(path, body, verify))).toBe('401 INVALID_NONCE');
    const once = await evmOwner.headers(url, 'withdraw', { walletId: subject.wallet.id, body });
    expect(verdictOf(await new Api(url).post(path, body, once))).toBe('200');
    expect(verdictOf(await new Api(url).post(path, body, once))).toBe('401 INVALID_NONCE');
    expect(verdictOf(await master.post(path, body))).toBe('401 INVALID_SIGNATURE');
  });

  it('and the text says what leaves, from where and on which network', async () => {
    const subject = await settled(evmOwner);
    const walletId = subject.wallet.id;
    const all = await evmOwner.challenge(url, 'withdraw', { walletId, body: { network: SEPOLIA } });
    expect(all.message).toContain(`WITHDRAW everything to this address from wallet agent (${subject.wallet.address})`);
    expect(all.message).toContain(`urn:waiaas:network:${SEPOLIA}`);
    const some = await evmOwner.challenge(url, 'withdraw', {
      walletId,
      body: { network: 'base-sepolia', assets: ['native', NOWHERE] },
    });
    expect(some.message).toContain(`WITHDRAW all of native, ${NOWHERE} to this address`);
    expect(some.message).toContain('urn:waiaas:network:base-sepolia');
    for (const [body, verdict] of [
      [{}, '400 NETWORK_REQUIRED'],
      [{ network: 'ethereum-mainnet' }, '400 ENVIRONMENT_NETWORK_MISMATCH'],
      [{ network: 7 }, '400 VALIDATION_FAILED'],
      [{ network: SEPOLIA, assets: 'native' }, '400 VALIDATION_FAILED'],
    ] as const) {
      expect(verdictOf(await evmOwner.ask(url, 'withdraw', { walletId, body }))).toBe(verdict);
    }
  });

  it('and what is no asset is refused before anything moves', async () => {
    const subject = await settled(evmOwner);
    for (const assets of [['x'], ['eip155:1/erc20:0x8335'], [solanaOwner.address], ['native', 'native']])
      expect(verdictOf(await withdraw(subject, { network: SEPOLIA, assets }))).toBe('400 VALIDATION_FAILED');
  });
});
