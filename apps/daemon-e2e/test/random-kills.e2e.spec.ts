import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { allRows, newPayment, sendUntilAnswered, type Payment } from '../src/harness/payments.js';
import { SeededRandom } from '../src/harness/seeded-random.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import { rpcEnvironment, type TestNetwork } from '../src/harness/test-network.js';
import { allowNative, createWallet, PASSWORD, QUIET_LIMITS, until, type TestWallet } from '../src/harness/wallets.js';

const CYCLES = 10;
/** Beyond this no more is begun, however slow the machine. */
const BUDGET_MS = 60_000;
const PAYMENTS_A_CYCLE = 4;
/** About what a payment takes from the request to the block. */
const LONGEST_LIFE_MS = 400;
/** Statuses that end a request without a payment; DENIED is none of them, since nothing here forbids one. */
const ENDS = ['CONFIRMED', 'FAILED', 'CANCELLED', 'EXPIRED'];

interface Side {
  readonly network: TestNetwork;
  readonly wallet: TestWallet;
}

interface Asked extends Side {
  readonly payment: Payment;
  readonly id: string;
}

const random = SeededRandom.fromEnvironment('WAIAAS_TEST_KILL_SEED');
let ethereum: EvmNetwork;
let solana: SolanaNetwork;
let daemon: DaemonProcess;
let sides: readonly Side[];

beforeAll(async () => {
  [ethereum, solana] = await Promise.all([EvmNetwork.start(), SolanaNetwork.start({ slotMs: 400 })]);
  daemon = await DaemonProcess.start({
    env: { ...QUIET_LIMITS, ...rpcEnvironment(ethereum, solana), WAIAAS_MASTER_PASSWORD: PASSWORD },
  });
  sides = await Promise.all(
    [ethereum, solana].map(async (network) => {
      const wallet = await createWallet(daemon, { chain: network.chain, policyPreset: 'none' });
      await allowNative(daemon, wallet, network.chain);
      await network.fund(wallet.address, CYCLES * PAYMENTS_A_CYCLE);
      return { network, wallet };
    }),
  );
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([ethereum.stop(), solana.stop()]);
});

async function killSomething(): Promise<void> {
  await pause(random.integer(LONGEST_LIFE_MS));
  const victim = random.pick(['daemon', 'signer', 'both']);
  if (victim !== 'daemon') await daemon.signalSigner('SIGKILL');
  if (victim === 'both') await pause(random.integer(20));
  if (victim === 'signer') return;
  await daemon.kill();
  daemon = await daemon.restart();
}

/** Clients that keep on trying, with a key or without one, while something dies under them. */
async function cycle(): Promise<readonly Asked[]> {
  const asked = sides.flatMap(({ network, wallet }) =>
    Array.from({ length: PAYMENTS_A_CYCLE / 2 }, async () => {
      const payment = newPayment(network, random.pick(['with a key', 'without a key']));
      const { status, body } = await sendUntilAnswered(wallet, network, payment);
      expect(status).toBe(201);
      return { network, wallet, payment, id: body.id };
    }),
  );
  await killSomething();
  return Promise.all(asked);
}

it('pays what was accepted exactly once, or ends it honestly, whatever dies whenever', { timeout: 3 * BUDGET_MS }, async () => {
  const begun = performance.now();
  const asked: Asked[] = [];
  for (let done = 0; done < CYCLES && performance.now() - begun < BUDGET_MS; done += 1) asked.push(...(await cycle()));

  const ends = await Promise.all(asked.map(({ wallet, id }) => until(wallet.api, id, ({ status }) => ENDS.includes(status), 60)));
  const paid = await Promise.all(asked.map(({ network, payment }) => network.balance(payment.to)));
  const owed = asked.map(({ payment }, index) => (ends[index]?.status === 'CONFIRMED' ? payment.amount : 0n));
  expect([`seed ${String(random.seed)}`, ...paid]).toEqual([`seed ${String(random.seed)}`, ...owed]);

  for (const side of sides) {
    const mine = asked.filter(({ wallet }) => wallet === side.wallet).map(({ id }) => id);
    expect((await allRows(side.wallet)).map(({ id }) => id).sort()).toEqual(mine.sort());
  }
  // Every transaction the wallet ever made is one of these: none was made beside them.
  const landed = asked.filter(({ network }, index) => network === ethereum && ends[index]?.txHash !== null);
  const wallet = sides.find(({ network }) => network === ethereum)?.wallet.address ?? '';
  expect(await ethereum.nonce(wallet)).toBe(landed.length);
});
