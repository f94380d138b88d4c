import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { KILL_POINTS, type KillPoint } from '../src/harness/kill-points.js';
import { expectPaidOnce, newPayment, send, sendUntilAnswered } from '../src/harness/payments.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import { rpcEnvironment, type TestNetwork } from '../src/harness/test-network.js';
import { allowNative, confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

type Victim = 'daemon' | 'signer' | 'both';

// A daemon that dies takes its signer with it, so that `both` differs only where the signer is at work.
const victimsOf = (point: KillPoint): readonly Victim[] =>
  point.isSigning ? ['daemon', 'signer', 'both'] : ['daemon', 'signer'];
const CASES = KILL_POINTS.flatMap((point) => victimsOf(point).map((victim) => [victim, point.name, point] as const));

describe.each([
  ['Ethereum', () => EvmNetwork.start()],
  // At the pace of the real one, a blockhash outlives a restart on a loaded machine.
  ['Solana', () => SolanaNetwork.start({ slotMs: 400 })],
])('kill -9 during a payment on %s', (_, startNetwork) => {
  let network: TestNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    network = await startNetwork();
    daemon = await DaemonProcess.start({
      env: { ...QUIET_LIMITS, ...rpcEnvironment(network), WAIAAS_MASTER_PASSWORD: PASSWORD },
    });
    wallet = await createWallet(daemon, { chain: network.chain, policyPreset: 'none' });
    await allowNative(daemon, wallet, network.chain);
    await network.fund(wallet.address, 2 * CASES.length);
  });

  afterEach(() => {
    network.proxy.clear();
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
  });

  async function killAt(point: KillPoint, victim: Victim): Promise<void> {
    const halt = await point.halt({ daemon, network });
    const keyed = newPayment(network, 'with a key');
    const keyless = newPayment(network, 'without a key');
    const first = send(wallet, network, keyed).catch(() => undefined);
    const plain = sendUntilAnswered(wallet, network, keyless);
    await halt.reached();
    if (victim !== 'daemon') await daemon.signalSigner('SIGKILL');
    if (victim !== 'signer') await daemon.kill();
    await halt.release();
    if (victim !== 'signer') daemon = await daemon.restart();

    const again = await sendUntilAnswered(wallet, network, keyed);
    const answered = await first;
    if (answered?.status === 201) expect(again.body).toEqual(answered.body);
    const { status, body } = await plain;
    expect([again.status, status]).toEqual([201, 201]);
    await Promise.all([again.body.id, body.id].map((id) => confirmed(wallet.api, id, 60)));
    await expectPaidOnce(wallet, network, [keyed, keyless]);
  }

  it.each(CASES)('pays once when %s dies %s', (victim, _where, point) => killAt(point, victim));
});
