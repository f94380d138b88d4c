import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { newPayment, send } from '../src/harness/payments.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import { rpcEnvironment, type TestNetwork } from '../src/harness/test-network.js';
import { allowNative, confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

/** So long that nobody looks at the chain between two sends unless asked to. */
const POLL_MS = 10_000;

describe.each([
  ['Ethereum', () => EvmNetwork.start(), 10n ** 18n, 6n * 10n ** 17n],
  ['Solana', () => SolanaNetwork.start(), 10_000_000_000n, 6_000_000_000n],
])('a wallet on %s that has just enough', (_, startNetwork, funds, most) => {
  let network: TestNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    network = await startNetwork();
    daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        ...rpcEnvironment(network),
        WAIAAS_CHAIN_POLL_MS: String(POLL_MS),
        WAIAAS_MASTER_PASSWORD: PASSWORD,
      },
    });
    wallet = await createWallet(daemon, { chain: network.chain, policyPreset: 'none' });
    await allowNative(daemon, wallet, network.chain);
    if (network instanceof EvmNetwork) await network.node.setBalance(wallet.address, funds);
    if (network instanceof SolanaNetwork) await network.node.control.fund(wallet.address, funds);
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
  });

  it('pays again from what is left when a payment has landed and nobody has looked yet', async () => {
    await network.proxy.inject({ kind: 'rpc-error', code: -32603, message: 'busy', methods: [network.methods.status], times: 1 });
    const first = { ...newPayment(network), amount: most };
    const { body } = await send(wallet, network, first);
    await eventually('the first payment is on chain', async () => (await network.balance(first.to)) === most);
    await eventually('the look after it has failed', () => network.proxy.calls(network.methods.status) > 0);

    const second = { ...newPayment(network), amount: (funds - most) / 2n };
    const answer = await send(wallet, network, second);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    await Promise.all([body.id, answer.body.id].map((id) => confirmed(wallet.api, id, 60)));
  });

  it('is refused what is not there beside a payment that is still under way', async () => {
    const left = await network.balance(wallet.address);
    const gate = network.proxy.gate({ methods: [network.methods.send], at: 'before' });
    const running = { ...newPayment(network), amount: (left * 6n) / 10n };
    const { body } = await send(wallet, network, running);
    await gate.reached();
    const answer = await send(wallet, network, { ...newPayment(network), amount: (left * 6n) / 10n });
    expect([answer.status, answer.body.code]).toEqual([400, 'INSUFFICIENT_BALANCE']);
    gate.open();
    await confirmed(wallet.api, body.id, 60);
  });
});
