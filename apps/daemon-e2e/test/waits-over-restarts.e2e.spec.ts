import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { EthereumOwner } from '../src/harness/owner-keys.js';
import { expectPaidOnce, newPayment, send, type Payment } from '../src/harness/payments.js';
import { TestClock } from '../src/harness/test-clock.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import {
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  until,
  type SeenTransaction,
  type TestWallet,
} from '../src/harness/wallets.js';

const DELAY_SECONDS = 900;
const APPROVAL_SECONDS = 1800;
const GAS_SECONDS = 600;
/** Fees are spending too: amounts beside which they do not count. */
const AMOUNTS = { GAS: 10n ** 16n, DELAY: 10n ** 17n, APPROVAL: 10n ** 18n } as const;

interface Waiting extends SeenTransaction {
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
}

/** Deaths are of the hard kind: nothing is told to the waiting rows before them. */
describe('a wait over deaths of the daemon', () => {
  const clock = new TestClock();
  const owner = new EthereumOwner();
  let network: EvmNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    network = await EvmNetwork.start();
    daemon = await DaemonProcess.start({
      env: { ...QUIET_LIMITS, ...rpcEnvironment(network), ...clock.env, WAIAAS_MASTER_PASSWORD: PASSWORD },
    });
  });

  // What one request waits for counts against the next of its wallet.
  beforeEach(async () => {
    wallet = await createWallet(daemon, { policyPreset: 'none' });
    const master = await masterOf(daemon);
    const limits = { 'native:ethereum': { instant_max: '0.05', notify_max: '0.05', delay_max: '0.5' } };
    const rules = { token_limits: limits, delay_seconds: DELAY_SECONDS, approval_timeout: APPROVAL_SECONDS };
    await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
    await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
    await network.node.setBalance(wallet.address, 10n ** 20n);
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
    clock.dispose();
  });

  async function die(secondsAway: number): Promise<void> {
    await daemon.kill();
    clock.advance(secondsAway);
    daemon = await daemon.restart();
  }

  const row = async (id: string): Promise<Waiting> => (await wallet.api.get<Waiting>(`/v1/transactions/${id}`)).body;
  const approve = async (id: string, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer> => {
    const url = await daemon.url();
    const signed = headers ?? (await owner.headers(url, 'approve', { transactionId: id }));
    return new Api(url).post(`/v1/transactions/${id}/approve`, undefined, signed);
  };

  async function waitingFor(reason: 'DELAY' | 'APPROVAL'): Promise<{ readonly id: string; readonly payment: Payment }> {
    const payment = { ...newPayment(network), amount: AMOUNTS[reason] };
    const { body } = await send(wallet, network, payment);
    expect(body).toMatchObject({ status: 'QUEUED', waitReason: reason });
    return { id: body.id, payment };
  }

  it('ends a request whose time to be approved passed while nobody ran, and a yes after it comes too late', async () => {
    const { id, payment } = await waitingFor('APPROVAL');
    await die(APPROVAL_SECONDS + 1);
    const ended = await until(wallet.api, id, ({ status }) => status !== 'QUEUED');
    expect(ended).toMatchObject({ status: 'EXPIRED', errorCode: 'APPROVAL_TIMEOUT' });
    expect(verdictOf(await approve(id))).toBe('410 APPROVAL_TIMEOUT');
    expect(await network.balance(payment.to)).toBe(0n);
  });

  it('neither lengthens nor shortens the time to approve, and takes a yes to a challenge from before', async () => {
    const { id, payment } = await waitingFor('APPROVAL');
    const before = await row(id);
    await die(APPROVAL_SECONDS - 300);
    expect(await row(id)).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL', expiresAt: before.expiresAt });
    const headers = await owner.headers(await daemon.url(), 'approve', { transactionId: id });
    await die(60);
    expect(verdictOf(await approve(id, headers))).toBe('200');
    await confirmed(wallet.api, id, 60);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('never takes a challenge whose time passed while nobody ran, or that was spent before', async () => {
    const { id, payment } = await waitingFor('APPROVAL');
    const [late, spent] = [
      await owner.headers(await daemon.url(), 'approve', { transactionId: id }),
      await owner.headers(await daemon.url(), 'approve', { transactionId: id }),
    ];
    expect(verdictOf(await approve(id, { ...spent, 'X-Owner-Signature': `0x${'11'.repeat(65)}` }))).toBe('401 INVALID_SIGNATURE');
    await die(0);
    expect(verdictOf(await approve(id, spent))).toBe('401 INVALID_NONCE');
    await die(301);
    expect(verdictOf(await approve(id, late))).toBe('401 INVALID_NONCE');
    expect([(await row(id)).status, await network.balance(payment.to)]).toEqual(['QUEUED', 0n]);
  });

  it('neither lengthens nor shortens a delay, and pays once when it is over', async () => {
    const { id, payment } = await waitingFor('DELAY');
    const before = await row(id);
    await die(DELAY_SECONDS - 60);
    expect(await row(id)).toMatchObject({ status: 'QUEUED', waitReason: 'DELAY', executeAt: before.executeAt });
    await die(61);
    await confirmed(wallet.api, id, 60);
    await die(DELAY_SECONDS);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('ends a wait for cheaper gas whose patience ran out while nobody ran', async () => {
    const { to } = newPayment(network);
    const gasCondition = { maxGasPrice: '1', timeout: GAS_SECONDS };
    const body = { network: network.name, to, amount: AMOUNTS.GAS.toString(), gasCondition };
    const { id, ...answer } = await wallet.api.must(
      201,
      wallet.api.post<{ id: string; waitReason: string }>('/v1/transactions/send', body),
    );
    expect(answer).toMatchObject({ status: 'QUEUED', waitReason: 'GAS' });
    await die(GAS_SECONDS - 60);
    expect((await row(id)).status).toBe('QUEUED');
    await die(61);
    const ended = await until(wallet.api, id, ({ status }) => status !== 'QUEUED');
    expect(ended).toMatchObject({ status: 'EXPIRED', errorCode: 'GAS_TIMEOUT' });
    expect(await network.balance(to)).toBe(0n);
  });
});
