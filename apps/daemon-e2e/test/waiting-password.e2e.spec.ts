import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { expectPaidOnce, newPayment, send, type Payment } from '../src/harness/payments.js';
import { TestClock } from '../src/harness/test-clock.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import { confirmed, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const NEXT_PASSWORD = 'the password after this one';
const DELAY_SECONDS = 900;
const AMOUNTS = { DELAY: 10n ** 17n, APPROVAL: 10n ** 18n } as const;

describe('a master password that is changed while payments wait', () => {
  const clock = new TestClock();
  let network: EvmNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;
  /** Of its own, since what one request waits for counts against the next of its wallet. */
  let patient: TestWallet;

  beforeAll(async () => {
    network = await EvmNetwork.start();
    const env = { ...QUIET_LIMITS, ...rpcEnvironment(network), ...clock.env };
    daemon = await DaemonProcess.start({ env: { ...env, WAIAAS_MASTER_PASSWORD: PASSWORD } });
    [wallet, patient] = [await walletWithLimits(), await walletWithLimits()];
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
    clock.dispose();
  });

  async function walletWithLimits(): Promise<TestWallet> {
    const made = await createWallet(daemon, { policyPreset: 'none' });
    const master = await masterOf(daemon);
    const limits = { 'native:ethereum': { instant_max: '0.05', notify_max: '0.05', delay_max: '0.5' } };
    const rules = { token_limits: limits, delay_seconds: DELAY_SECONDS, approval_timeout: 7200 };
    await master.must(201, master.post('/v1/policies', { walletId: made.id, type: 'SPENDING_LIMIT', rules }));
    await network.node.setBalance(made.address, 10n ** 20n);
    return made;
  }

  async function waiting(of: TestWallet, reason: 'DELAY' | 'APPROVAL'): Promise<{ id: string; payment: Payment }> {
    const payment = { ...newPayment(network), amount: AMOUNTS[reason] };
    const { body } = await send(of, network, payment);
    expect(body).toMatchObject({ status: 'QUEUED', waitReason: reason });
    return { id: body.id, payment };
  }

  it('neither loses nor doubles one, before and after the next start', async () => {
    const delayed = await waiting(patient, 'DELAY');
    const [approvedNow, approvedLater] = [await waiting(wallet, 'APPROVAL'), await waiting(wallet, 'APPROVAL')];
    const url = await daemon.url();
    const old = await masterOf(daemon);
    await old.must(200, old.put('/v1/admin/master-password', { newPassword: NEXT_PASSWORD }));

    const approve = (api: Api, id: string) => api.post(`/v1/transactions/${id}/approve`);
    expect(verdictOf(await approve(old, approvedNow.id))).toBe('401 INVALID_MASTER_PASSWORD');
    // A wrong password makes everybody wait for a moment.
    clock.advance(2);
    expect(verdictOf(await approve(Api.master(url, NEXT_PASSWORD), approvedNow.id))).toBe('200');
    await confirmed(wallet.api, approvedNow.id, 60);

    await daemon.kill();
    clock.advance(DELAY_SECONDS + 1);
    daemon = await daemon.restart({ WAIAAS_MASTER_PASSWORD: NEXT_PASSWORD });
    await confirmed(patient.api, delayed.id, 60);
    expect(verdictOf(await approve(Api.master(await daemon.url(), NEXT_PASSWORD), approvedLater.id))).toBe('200');
    await confirmed(wallet.api, approvedLater.id, 60);
    await expectPaidOnce(patient, network, [delayed.payment]);
    await expectPaidOnce(wallet, network, [approvedNow.payment, approvedLater.payment]);
  });
});
