import { garbageAnswer, otherChain, tooManyRequests, type FaultKind } from '@waiaas/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { allRows, expectPaidOnce, newPayment, send, sendUntilAnswered } from '../src/harness/payments.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import { TestClock } from '../src/harness/test-clock.js';
import { rpcEnvironment, rpcVariable, type TestNetwork } from '../src/harness/test-network.js';
import { allowToken, TokenNetwork } from '../src/harness/token-network.js';
import { allowNative, confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const TIMEOUT_MS = 1000;
const QUARANTINE_SECONDS = 61;

const FAULTS: readonly (readonly [what: string, fault: FaultKind])[] = [
  ['does what it is asked and drops the connection', { kind: 'drop-response' }],
  ['drops the connection before it has heard anything', { kind: 'refuse' }],
  ['is asked twice by what lies between', { kind: 'duplicate' }],
  ['asks for patience', tooManyRequests(1)],
  ['is broken behind its gateway', { kind: 'answer', status: 502, body: 'bad gateway' }],
  ['answers nonsense', garbageAnswer()],
  ['answers too late', { kind: 'latency', ms: 2 * TIMEOUT_MS }],
  ['never answers', { kind: 'blackhole' }],
  ['fails inside', { kind: 'rpc-error', code: -32603, message: 'Internal error' }],
];

interface Side {
  readonly network: TestNetwork;
  readonly wallet: TestWallet;
}

/** One after the other: the coins, and tokens of the same networks. */
const MONEY = [
  ['a payment of coins', async (network: EvmNetwork | SolanaNetwork): Promise<TestNetwork> => network],
  ['a payment of tokens', async (network: EvmNetwork | SolanaNetwork): Promise<TestNetwork> => TokenNetwork.over(network)],
] as const;

describe.each(MONEY)('%s', (_, paidWith) => {
  const clock = new TestClock();
  let ethereum: EvmNetwork;
  let solana: SolanaNetwork;
  let daemon: DaemonProcess;
  let sides: readonly Side[];

  beforeAll(async () => {
    [ethereum, solana] = await Promise.all([EvmNetwork.start(), SolanaNetwork.start({ slotMs: 400 })]);
    daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        ...rpcEnvironment(ethereum, solana),
        ...clock.env,
        // Networks whose only endpoint is a node of another one.
        [rpcVariable('base-sepolia')]: ethereum.proxy.url,
        [rpcVariable('solana-testnet')]: solana.proxy.url,
        WAIAAS_RPC_TIMEOUT_MS: String(TIMEOUT_MS),
        WAIAAS_MASTER_PASSWORD: PASSWORD,
      },
    });
    sides = await Promise.all(
      [ethereum, solana].map(async (coins) => {
        const network = await paidWith(coins);
        const wallet = await createWallet(daemon, { chain: network.chain, policyPreset: 'none' });
        if (network instanceof TokenNetwork) await allowToken(daemon, wallet, network);
        else await allowNative(daemon, wallet, network.chain);
        await network.fund(wallet.address, 100);
        return { network, wallet };
      }),
    );
  });

  afterEach(() => {
    for (const { network } of sides) network.proxy.clear();
  });

  afterAll(async () => {
    await daemon.dispose();
    await Promise.all([ethereum.stop(), solana.stop()]);
    clock.dispose();
  });

  function sideOn(network: TestNetwork): Side {
    const side = sides.find((candidate) => candidate.network.name === network.name);
    if (side === undefined) throw new RangeError('no wallet pays on this network');
    return side;
  }

  /** One payment through a node that misbehaves once at every step it is asked for. */
  async function payThrough({ network, wallet }: Side, fault: FaultKind): Promise<void> {
    for (const method of Object.values(network.methods)) await network.proxy.inject({ ...fault, methods: [method], times: 1 });
    const payment = newPayment(network);
    const { status, body } = await sendUntilAnswered(wallet, network, payment);
    expect(status).toBe(201);
    const row = await confirmed(wallet.api, body.id, 60);
    expect(row.attempts.map(({ state }) => state)).toEqual(['MINED']);
    await expectPaidOnce(wallet, network, [payment]);
  }

  describe('a node that misbehaves at every step', () => {
    it.each(FAULTS)('pays once through one that %s', async (_, fault) => {
      await Promise.all(sides.map((side) => payThrough(side, fault)));
    });
  });

  describe('a node that cannot be used', () => {
    it('leaves nothing behind where the facts cannot be had', async () => {
      for (const { network, wallet } of sides) {
        const before = await allRows(wallet);
        await network.proxy.inject({ kind: 'refuse' });
        const { status, body } = await send(wallet, network, newPayment(network));
        expect([status, body.code]).toEqual([503, 'ADAPTER_NOT_AVAILABLE']);
        expect(await allRows(wallet)).toHaveLength(before.length);
      }
    });

    it('is never given anything when it is of another chain', async () => {
      for (const { network, wallet } of sides) {
        const elsewhere = network.chain === 'solana' ? 'solana-testnet' : 'base-sepolia';
        const before = network.proxy.calls(network.methods.send);
        const { status, body } = await send(wallet, { name: elsewhere }, newPayment(network));
        expect([status, body.code]).toEqual([503, 'ADAPTER_NOT_AVAILABLE']);
        expect(network.proxy.calls(network.methods.send)).toBe(before);
      }
    });

    it('gets no bytes once it has changed its chain, and the payment goes on when it is back', async () => {
      const { wallet, network } = sideOn(ethereum);
      const gate = ethereum.proxy.gate({ methods: ['eth_getTransactionCount'], at: 'before' });
      const payment = newPayment(network);
      const { body } = await send(wallet, network, payment);
      await gate.reached();
      const heal = await ethereum.proxy.inject(otherChain(1));
      const before = ethereum.proxy.calls('eth_sendRawTransaction');
      clock.advance(QUARANTINE_SECONDS);
      gate.open();
      await eventually('the other chain is noticed', () => daemon.output.includes('wrong-chain'));
      expect(ethereum.proxy.calls('eth_sendRawTransaction')).toBe(before);
      heal();
      clock.advance(QUARANTINE_SECONDS);
      await confirmed(wallet.api, body.id, 60);
      await expectPaidOnce(wallet, network, [payment]);
    });

    it('is not believed to have lost what it is only behind on', async () => {
      for (const { network, wallet } of sides) {
        const payment = newPayment(network);
        const { body } = await send(wallet, network, payment);
        await confirmed(wallet.api, body.id, 60);
        if (network.chain === 'ethereum') await ethereum.proxy.inject({ kind: 'stale-head' });
        else await solana.node.control.faults({ lagSlots: 40 });
        const second = newPayment(network);
        const { body: late } = await send(wallet, network, second);
        const sent = network.proxy.calls(network.methods.send);
        await eventually('the bytes are sent again', () => network.proxy.calls(network.methods.send) > sent + 1, 60);
        network.proxy.clear();
        await solana.node.control.heal();
        const row = await confirmed(wallet.api, late.id, 60);
        expect(row.attempts).toHaveLength(1);
        await expectPaidOnce(wallet, network, [payment, second]);
      }
    });
  });
});
