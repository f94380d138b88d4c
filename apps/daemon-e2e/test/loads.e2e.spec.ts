import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { expectPaidOnce, newPayment, send, type Payment, type SentBody } from '../src/harness/payments.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import { rpcEnvironment, type TestNetwork } from '../src/harness/test-network.js';
import {
  allowNative,
  confirmed,
  createWallet,
  MANY_WAIT,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  type TestWallet,
} from '../src/harness/wallets.js';

const AT_ONCE = 32;
const EVM_NAMES = ['ethereum-sepolia', 'base-sepolia', 'arbitrum-sepolia', 'optimism-sepolia'] as const;

interface Sent {
  readonly network: TestNetwork;
  readonly payment: Payment;
  readonly body: SentBody;
}

/** All at the same instant, dealt out over the networks in turn. Every answer must be 201. */
async function sendAtOnce(wallet: TestWallet, networks: readonly TestNetwork[], amount?: bigint): Promise<readonly Sent[]> {
  const dealt = Array.from({ length: AT_ONCE / networks.length }, () => networks).flat();
  return Promise.all(
    dealt.map(async (network) => {
      const payment = { ...newPayment(network), ...(amount === undefined ? {} : { amount }) };
      const { status, body } = await send(wallet, network, payment);
      expect([status, body.code]).toEqual([201, undefined]);
      return { network, payment, body };
    }),
  );
}

describe('32 sends at once', () => {
  let evm: readonly EvmNetwork[];
  let solana: SolanaNetwork;
  let daemon: DaemonProcess;

  beforeAll(async () => {
    evm = await Promise.all(EVM_NAMES.map((name) => EvmNetwork.start(name)));
    solana = await SolanaNetwork.start({ slotMs: 400 });
    daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        ...MANY_WAIT,
        ...rpcEnvironment(...evm, solana),
        WAIAAS_PRICES_FIXED: 'native:ethereum=2000,native:solana=150',
        WAIAAS_MASTER_PASSWORD: PASSWORD,
      },
    });
  });

  afterAll(async () => {
    await daemon.dispose();
    await Promise.all([...evm, solana].map((network) => network.stop()));
  });

  it('confirms all of one Solana wallet, once each', async () => {
    const wallet = await createWallet(daemon, { chain: 'solana', policyPreset: 'none' });
    await allowNative(daemon, wallet, 'solana');
    // Twice: a payment that has landed is counted until a look at the chain has seen it, and its amount is gone from the balance already.
    await solana.fund(wallet.address, 2 * AT_ONCE);
    const sent = await sendAtOnce(wallet, [solana]);
    const rows = await Promise.all(sent.map(({ body }) => confirmed(wallet.api, body.id, 45)));
    expect(rows.map(({ attempts }) => attempts.length)).toEqual(sent.map(() => 1));
    await expectPaidOnce(
      wallet,
      solana,
      sent.map(({ payment }) => payment),
    );
  });

  it('confirms all of one wallet over four networks, with gapless nonces on each', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    await allowNative(daemon, wallet, 'ethereum');
    await Promise.all(evm.map((network) => network.fund(wallet.address, AT_ONCE)));
    const sent = await sendAtOnce(wallet, evm);
    const rows = await Promise.all(sent.map(({ body }) => confirmed(wallet.api, body.id, 45)));
    for (const network of evm) {
      const here = sent.flatMap((entry, index) => (entry.network === network ? [{ ...entry, row: rows[index] }] : []));
      const nonces = here.flatMap(({ row }) => row?.attempts.map((attempt) => attempt.nonce ?? -1) ?? []).sort((a, b) => a - b);
      expect(nonces).toEqual(here.map((_, index) => index));
      await expectPaidOnce(
        wallet,
        network,
        here.map(({ payment }) => payment),
      );
    }
  });

  it('lets exactly five through a daily limit in dollars that fits five, over four networks together', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    const master = await masterOf(daemon);
    // 20 dollars a payment, and room for what the fees may cost.
    const rules = { instant_max_usd: 1000, daily_limit_usd: 110 };
    await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
    await Promise.all(evm.map((network) => network.fund(wallet.address, AT_ONCE)));
    const sent = await sendAtOnce(wallet, evm, 10n ** 16n);
    const running = sent.filter(({ body }) => body.status === 'EXECUTING');
    expect(running).toHaveLength(5);
    expect(sent.filter(({ body }) => body.waitReason === 'APPROVAL')).toHaveLength(AT_ONCE - 5);
    await Promise.all(running.map(({ body }) => confirmed(wallet.api, body.id, 45)));
    const balances = await Promise.all(sent.map(({ network, payment }) => network.balance(payment.to)));
    expect(balances.filter((balance) => balance > 0n)).toEqual(running.map(({ payment }) => payment.amount));
  });
});
