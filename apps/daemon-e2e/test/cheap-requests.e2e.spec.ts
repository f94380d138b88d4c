import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { newPayment, send, type SentBody } from '../src/harness/payments.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import { allowNative, confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const FACTS = 'eth_estimateGas';
const AT_ONCE = 32;

let network: EvmNetwork;
let daemon: DaemonProcess;
let wallet: TestWallet;

beforeAll(async () => {
  network = await EvmNetwork.start();
  daemon = await DaemonProcess.start({
    env: { ...QUIET_LIMITS, ...rpcEnvironment(network), WAIAAS_MASTER_PASSWORD: PASSWORD },
  });
});
afterAll(async () => {
  await daemon.dispose();
  await network.stop();
});

beforeEach(async () => {
  wallet = await payer();
  network.proxy.resetCounts();
});
afterEach(async () => {
  network.proxy.clear();
  await network.node.setAutomine(true);
});

async function payer(): Promise<TestWallet> {
  const made = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, made, 'ethereum');
  await network.fund(made.address, 2 * AT_ONCE);
  return made;
}

const pay = async (from: TestWallet, headers?: Readonly<Record<string, string>>) =>
  send(from, network, newPayment(network), headers);
const asked = () => network.proxy.calls(FACTS);

describe('a session that sends 32 at once', () => {
  it('asks the node for four, lets others in between, and is refused none', async () => {
    const other = await payer();
    const gate = network.proxy.gate({ methods: [FACTS], at: 'before' });
    const sends = Array.from({ length: AT_ONCE }, () => pay(wallet));
    await eventually('the first four are asked about', () => asked() === 4);
    const between = pay(other);
    await eventually('the other session is asked about', () => asked() > 4);
    expect(asked()).toBe(5);
    gate.open();
    const answers = await Promise.all([...sends, between]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    await Promise.all(answers.map(({ body }, index) => confirmed((index < AT_ONCE ? wallet : other).api, body.id, 60)));
  });

  it('has its bytes sent and followed while its requests fill the queue', async () => {
    await network.node.setAutomine(false);
    const { body } = await pay(wallet);
    network.proxy.gate({ methods: [FACTS], at: 'before' });
    const sends = Array.from({ length: AT_ONCE }, () => pay(wallet));
    await network.node.setAutomine(true);
    await network.node.mine();
    await confirmed(wallet.api, body.id);
    network.proxy.clear();
    expect((await Promise.all(sends)).map(({ status }) => status)).toEqual(sends.map(() => 201));
  });

  it('leaves nothing of what it took back while that waited for its turn, and the others get theirs', async () => {
    const gate = network.proxy.gate({ methods: [FACTS], at: 'before' });
    const first = Array.from({ length: 4 }, () => pay(wallet));
    await eventually('four are asked about', () => asked() === 4);
    const gone = Array.from({ length: 8 }, () => abandoned(wallet));
    const last = pay(wallet);
    await Promise.all(gone);
    gate.open();
    const answers = await Promise.all([...first, last]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const { body } = await wallet.api.get<{ items: readonly object[] }>('/v1/transactions');
    expect(body.items).toHaveLength(5);
  });

  it('gets its turns back where the node fails, simulations included', async () => {
    await network.proxy.inject({ kind: 'rpc-error', code: -32603, message: 'busy', methods: [FACTS], times: 8 });
    const simulate = () =>
      wallet.api.post('/v1/transactions/simulate', { network: network.name, to: network.newAddress(), amount: '1' });
    await Promise.all([...Array.from({ length: 4 }, () => pay(wallet)), ...Array.from({ length: 4 }, simulate)]);
    const answers = await Promise.all([...Array.from({ length: 8 }, () => pay(wallet)), simulate()]);
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 8 }, () => 201), 200]);
  });
});

/** A send whose client is gone before its turn. */
async function abandoned(from: TestWallet): Promise<void> {
  const leaving = new AbortController();
  const answer = fetch(`${await daemon.url()}/v1/transactions/send`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${from.token}` },
    body: JSON.stringify({ network: network.name, to: network.newAddress(), amount: '1' }),
    signal: leaving.signal,
  });
  const isOver = answer.then(
    () => 'answered',
    () => 'left',
  );
  // Answered by the same process after the request above was read.
  await fetch(`${await daemon.url()}/health`);
  leaving.abort();
  expect(await isOver).toBe('left');
}

describe('a session that waits', () => {
  const WAIT = { Prefer: 'wait=60' };
  const isHeld = ({ headers }: { readonly headers: Headers }) => headers.has('Preference-Applied');
  type Waiting = readonly Promise<{ readonly headers: Headers; readonly body: SentBody }>[];

  async function waitEight(): Promise<Waiting> {
    await network.node.setAutomine(false);
    const waits = Array.from({ length: 8 }, () => pay(wallet, WAIT));
    await eventually('eight rows are there', async () => {
      const { body } = await wallet.api.get<{ items: readonly object[] }>('/v1/transactions');
      return body.items.length === 8;
    });
    return waits;
  }

  it('is held eight times, and the ninth is answered as decided, at once', async () => {
    const waits = await waitEight();
    const ninth = await pay(wallet, WAIT);
    expect([ninth.status, isHeld(ninth), ninth.body.status]).toEqual([201, false, 'EXECUTING']);
    const other = pay(await payer(), WAIT);
    await network.node.setAutomine(true);
    await network.node.mine();
    const answers = await Promise.all([...waits, other]);
    expect(answers.map((answer) => [isHeld(answer), answer.body.status])).toEqual(answers.map(() => [true, 'CONFIRMED']));
    const again = await pay(wallet, WAIT);
    expect([isHeld(again), again.body.status]).toEqual([true, 'CONFIRMED']);
  });
});

describe('a balance', () => {
  const read = () => wallet.api.must<{ balance: string }>(200, wallet.api.get(`/v1/wallet/balance?network=${network.name}`));

  it('is asked for once per block, and shows a payment as soon as that is confirmed', async () => {
    const before = await read();
    const calls = network.proxy.calls('eth_getBalance');
    await Promise.all(Array.from({ length: AT_ONCE }, read));
    expect(network.proxy.calls('eth_getBalance')).toBe(calls);
    const { body } = await pay(wallet, { Prefer: 'wait=30' });
    expect(body.status).toBe('CONFIRMED');
    expect(BigInt((await read()).balance)).toBeLessThan(BigInt(before.balance));
  });
});
