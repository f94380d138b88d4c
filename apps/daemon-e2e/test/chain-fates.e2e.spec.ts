import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { expectPaidOnce, newPayment, send } from '../src/harness/payments.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import { rpcEnvironment, rpcVariable, type TestNetwork } from '../src/harness/test-network.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  until,
  type SeenTransaction,
  type TestWallet,
} from '../src/harness/wallets.js';

/** Nobody listens there. */
const DEAD_ENDPOINT = 'http://127.0.0.1:9';
const WAIT = 45;

async function payer(daemon: DaemonProcess, network: TestNetwork): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { chain: network.chain, policyPreset: 'none' });
  await allowNative(daemon, wallet, network.chain);
  await network.fund(wallet.address, 10);
  return wallet;
}

function submitted(wallet: TestWallet, id: string): Promise<SeenTransaction> {
  return until(wallet.api, id, (row) => row.status === 'SUBMITTED' && row.attempts.at(-1)?.outcome === 'known', WAIT);
}

describe('what Ethereum does to a payment', () => {
  let network: EvmNetwork;
  let behindDead: EvmNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    // Far from finality, so that there is something to take back.
    network = await EvmNetwork.start('ethereum-sepolia', { slotsInAnEpoch: 32 });
    behindDead = await EvmNetwork.start('base-sepolia');
    daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        ...rpcEnvironment(network),
        [rpcVariable('base-sepolia')]: `${DEAD_ENDPOINT},${behindDead.proxy.url}`,
        WAIAAS_MASTER_PASSWORD: PASSWORD,
      },
    });
    wallet = await payer(daemon, network);
  });

  afterAll(async () => {
    await daemon.dispose();
    await Promise.all([network.stop(), behindDead.stop()]);
  });

  it('sends the same bytes again when the mempool has dropped them', async () => {
    await network.node.setAutomine(false);
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    const row = await submitted(wallet, body.id);
    await network.node.dropTransaction(row.attempts[0]?.txHash ?? '');
    await eventually('the bytes are back', async () => {
      return (await network.node.rpc('eth_getTransactionByHash', row.attempts[0]?.txHash)) !== null;
    });
    await network.node.mine();
    await network.node.setAutomine(true);
    const paid = await confirmed(wallet.api, body.id, WAIT);
    expect(paid.attempts.map(({ txHash }) => txHash)).toEqual([row.attempts[0]?.txHash]);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('goes back to SUBMITTED in a reorganisation and is confirmed again, with the same bytes', async () => {
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    const first = await confirmed(wallet.api, body.id, WAIT);
    await network.node.setAutomine(false);
    await network.node.reorg();
    expect(await network.balance(payment.to)).toBe(0n);
    await submitted(wallet, body.id);
    await network.node.mine();
    await network.node.setAutomine(true);
    const again = await confirmed(wallet.api, body.id, WAIT);
    expect(again.attempts.map(({ txHash }) => txHash)).toEqual(first.attempts.map(({ txHash }) => txHash));
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('makes new bytes at the next nonce only once a foreign transaction has used up the first for good', async () => {
    await network.node.setAutomine(false);
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    const row = await submitted(wallet, body.id);
    const nonce = row.attempts[0]?.nonce ?? -1;
    await network.node.dropTransaction(row.attempts[0]?.txHash ?? '');
    await network.node.rpc('anvil_impersonateAccount', wallet.address);
    const foreign = { from: wallet.address, to: wallet.address, nonce: `0x${nonce.toString(16)}`, gasPrice: '0x4a817c800' };
    await network.node.rpc('eth_sendTransaction', foreign);
    await network.node.mine();
    await eventually('the foreign transaction landed', async () => (await network.nonce(wallet.address)) === nonce + 1);
    expect((await wallet.api.get<SeenTransaction>(`/v1/transactions/${body.id}`)).body.attempts).toHaveLength(1);
    await network.node.mine(100);
    await network.node.setAutomine(true);
    await network.node.mine();
    const paid = await confirmed(wallet.api, body.id, WAIT);
    expect(paid.attempts.map((attempt) => [attempt.nonce, attempt.state])).toEqual([
      [nonce, 'DROPPED'],
      [nonce + 1, 'MINED'],
    ]);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('pays through the second endpoint where the first is away', async () => {
    const other = await payer(daemon, behindDead);
    const payment = newPayment(behindDead);
    const { status, body } = await send(other, behindDead, payment);
    expect(status).toBe(201);
    await confirmed(other.api, body.id, WAIT);
    await expectPaidOnce(other, behindDead, [payment]);
  });
});

describe('what Solana does to a payment', () => {
  let network: SolanaNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    network = await SolanaNetwork.start({ slotMs: 100, finalizedDepth: 1000, endpoints: 2 });
    const urls = network.node.endpoints.map(({ url }) => url).join(',');
    daemon = await DaemonProcess.start({
      env: { ...QUIET_LIMITS, [rpcVariable(network.name)]: urls, WAIAAS_MASTER_PASSWORD: PASSWORD },
    });
    wallet = await payer(daemon, network);
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
  });

  it('goes back to SUBMITTED in a reorganisation and is confirmed again', async () => {
    const { control } = network.node;
    const snapshot = await control.snapshot();
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    await confirmed(wallet.api, body.id, WAIT);
    await control.faults({ hold: true });
    await control.rollback(snapshot);
    await until(wallet.api, body.id, (row) => row.status === 'SUBMITTED', WAIT);
    expect(await network.balance(payment.to)).toBe(0n);
    await control.heal();
    const paid = await confirmed(wallet.api, body.id, WAIT);
    expect(paid.attempts).toHaveLength(1);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('makes new bytes only once the blockhash of the old ones has expired', async () => {
    const { control } = network.node;
    await control.faults({ hold: true });
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    await eventually('the same bytes were sent again', async () => (await control.pending()) > 1);
    const waiting = await wallet.api.get<SeenTransaction>(`/v1/transactions/${body.id}`);
    expect(waiting.body.attempts).toHaveLength(1);
    await control.dropPending();
    await control.tick(1400);
    await control.heal();
    const paid = await confirmed(wallet.api, body.id, WAIT);
    expect(paid.attempts.map(({ state }) => state)).toEqual(['EXPIRED', 'MINED']);
    await expectPaidOnce(wallet, network, [payment]);
  });

  describe('after its wallet has ended', () => {
    interface Ended {
      readonly walletId: string;
      readonly status: string;
      readonly errorCode: string | null;
    }

    async function rowOf(id: string): Promise<Ended | undefined> {
      const master = await masterOf(daemon);
      const page = await master.must(200, master.get<{ items: (Ended & { id: string })[] }>('/v1/admin/transactions?limit=100'));
      return page.items.find((row) => row.id === id);
    }

    /** A payment that a node took and no block will hold. */
    async function neverLands(from: TestWallet): Promise<{ readonly id: string; readonly to: string }> {
      const { control } = network.node;
      await control.faults({ hold: true });
      const payment = newPayment(network);
      const { body } = await send(from, network, payment);
      await submitted(from, body.id);
      return { id: body.id, to: payment.to };
    }

    async function expireBlockhash(): Promise<void> {
      await network.node.control.dropPending();
      await network.node.control.tick(1400);
      await network.node.control.heal();
    }

    async function failed(id: string, to: string): Promise<void> {
      await eventually('the row has ended', async () => (await rowOf(id))?.status === 'FAILED', WAIT);
      expect(await rowOf(id)).toMatchObject({ errorCode: 'TRANSACTION_DROPPED' });
      expect(await network.balance(to)).toBe(0n);
    }

    it('ends once its bytes can no longer land', async () => {
      const leaving = await payer(daemon, network);
      const { id, to } = await neverLands(leaving);
      const master = await masterOf(daemon);
      await master.must(200, master.delete(`/v1/wallets/${leaving.id}`));
      expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED' });
      await expireBlockhash();
      await failed(id, to);
    });

    it('ends with its wallet where its bytes could not land any more and a suspended wallet made no new ones', async () => {
      const leaving = await payer(daemon, network);
      const { id, to } = await neverLands(leaving);
      const master = await masterOf(daemon);
      await master.must(200, master.post(`/v1/wallets/${leaving.id}/suspend`, {}));
      await expireBlockhash();
      await until(leaving.api, id, (row) => row.attempts.every(({ state }) => state === 'EXPIRED'), WAIT);
      expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED' });
      await master.must(200, master.delete(`/v1/wallets/${leaving.id}`));
      await failed(id, to);
    });
  });
});
