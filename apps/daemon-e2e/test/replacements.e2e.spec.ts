import { randomBytes } from 'node:crypto';
import { startAnvil, startFaultProxy, type AnvilNode, type FaultProxy } from '@waiaas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
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

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const NETWORK = 'ethereum-sepolia';
const GWEI = 10n ** 9n;
const AMOUNT = '1000';

let node: AnvilNode;
let proxy: FaultProxy;
let daemon: DaemonProcess;

beforeAll(async () => {
  node = await startAnvil({ chainId: 11155111, automine: false });
  proxy = await startFaultProxy(node.url);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: proxy.url,
      ...QUIET_LIMITS,
      WAIAAS_TRANSACTIONS_STUCK_SECONDS: '1',
    },
  });
});

afterAll(async () => {
  await daemon.dispose();
  await proxy.close();
  await node.stop();
});

/** What a unit of gas costs in the next block, whatever the last ones held. */
const setBaseFee = (gwei: bigint) => node.rpc('anvil_setNextBlockBaseFeePerGas', `0x${(gwei * GWEI).toString(16)}`);

beforeEach(async () => {
  await setBaseFee(1n);
  await node.mine();
});

async function fundedWallet(): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum', '1');
  await node.setBalance(wallet.address, 10n ** 18n);
  return wallet;
}

async function sent(wallet: TestWallet, to = RECIPIENT): Promise<string> {
  const { id } = await wallet.api.must(
    201,
    wallet.api.post<{ id: string }>('/v1/transactions/send', { type: 'TRANSFER', to, amount: AMOUNT, network: NETWORK }),
  );
  await until(wallet.api, id, ({ status, attempts }) => status === 'SUBMITTED' && attempts[0]?.outcome === 'known');
  return id;
}

const replace = (api: Api, id: string, how: 'speed-up' | 'cancel-onchain', body: unknown = {}) =>
  api.post<any>(`/v1/transactions/${id}/${how}`, body);

const freshAddress = (): string => `0x${randomBytes(20).toString('hex')}`;
const balance = async (address: string): Promise<bigint> => BigInt(await node.rpc<string>('eth_getBalance', address, 'latest'));
const kinds = ({ attempts }: SeenTransaction) => attempts.map(({ kind, nonce, state }) => [kind, nonce, state]);

/** The pool has the newest bytes. */
const arrived = (wallet: TestWallet, id: string, count: number) =>
  until(wallet.api, id, ({ attempts }) => attempts.length === count && attempts.at(-1)?.outcome === 'known');

describe('a session', () => {
  it('speeds its payment up, and it is paid once', async () => {
    const [wallet, to] = [await fundedWallet(), freshAddress()];
    const id = await sent(wallet, to);
    const answer = await replace(wallet.api, id, 'speed-up', { bumpPercent: 12.5 });
    expect(answer).toMatchObject({
      status: 202,
      body: { id, status: 'SUBMITTED', attempt: { number: 2, kind: 'speed-up', nonce: 0 } },
    });
    const row = await arrived(wallet, id, 2);
    await node.mine(5);
    const done = await until(wallet.api, id, ({ finalizedAt }) => finalizedAt !== null);
    expect(kinds(done)).toEqual([
      ['original', 0, 'REPLACED'],
      ['speed-up', 0, 'FINAL'],
    ]);
    expect(done).toMatchObject({ status: 'CONFIRMED', txHash: row.attempts[1]?.txHash });
    expect(await balance(to)).toBe(BigInt(AMOUNT));
  });

  it('cancels it on chain, and nothing is paid', async () => {
    const [wallet, to] = [await fundedWallet(), freshAddress()];
    const id = await sent(wallet, to);
    expect(await replace(wallet.api, id, 'cancel-onchain')).toMatchObject({ status: 202, body: { attempt: { kind: 'cancel' } } });
    await arrived(wallet, id, 2);
    await node.mine(5);
    const done = await until(wallet.api, id, ({ status }) => status === 'CANCELLED');
    expect(done).toMatchObject({ errorCode: 'CANCELLED_BY_REPLACEMENT', txHash: done.attempts[1]?.txHash });
    expect(await balance(to)).toBe(0n);
    // The nonce is used: the next payment takes the one after it.
    const next = await sent(wallet, to);
    await node.mine();
    expect(kinds(await confirmed(wallet.api, next))[0]?.[1]).toBe(1);
    expect(await balance(to)).toBe(BigInt(AMOUNT));
  });

  it('is told why not', async () => {
    const [wallet, other] = [await fundedWallet(), await fundedWallet()];
    const id = await sent(wallet);
    const issueOf = async (body: unknown) => (await replace(wallet.api, id, 'speed-up', body)).body.details?.issues?.[0]?.path;
    expect(await issueOf({ bumpPercent: 12.4 })).toBe('bumpPercent');
    expect(await issueOf({ bumpPercent: '25' })).toBe('bumpPercent');
    expect(await issueOf({ maxFeePerGas: '1' })).toBe('maxPriorityFeePerGas');
    expect(await issueOf({ maxFeePerGas: '1', maxPriorityFeePerGas: '1' })).toBe('maxFeePerGas');
    expect(await issueOf({ maxFeePerGas: '1', maxPriorityFeePerGas: '2' })).toBe('maxPriorityFeePerGas');
    expect(await issueOf({ gasPrice: '1' })).toBe('gasPrice');
    expect(await replace(other.api, id, 'speed-up')).toMatchObject({ status: 404, body: { code: 'TX_NOT_FOUND' } });
    expect(await replace(wallet.api, id, 'speed-up', { bumpPercent: 401 })).toMatchObject({
      ...{ status: 409, body: { code: 'TX_NOT_REPLACEABLE' } },
    });
    const dear = (10n ** 15n).toString();
    const fees = { maxFeePerGas: dear, maxPriorityFeePerGas: dear };
    const master = await masterOf(daemon);
    expect(await replace(master, id, 'speed-up', fees)).toMatchObject({
      ...{ status: 403, body: { code: 'POLICY_DENIED', details: { denyCode: 'FEE_TOO_HIGH' } } },
    });
    await node.mine();
    await confirmed(wallet.api, id);
    for (const how of ['speed-up', 'cancel-onchain'] as const)
      expect(await replace(wallet.api, id, how)).toMatchObject({ status: 409, body: { code: 'TX_NOT_REPLACEABLE' } });
  });

  it('reaches no row of another session, and the master all of them', async () => {
    const wallet = await fundedWallet();
    const master = await masterOf(daemon);
    const { token } = await master.must(201, master.post<{ token: string }>('/v1/sessions', { walletId: wallet.id }));
    const id = await sent(wallet);
    const foreign = Api.session(master.baseUrl, token);
    for (const how of ['speed-up', 'cancel-onchain'] as const)
      expect(await replace(foreign, id, how)).toMatchObject({ status: 403, body: { code: 'TX_ACCESS_DENIED' } });
    expect((await replace(master, id, 'speed-up')).status).toBe(202);
    await arrived(wallet, id, 2);
    await node.mine();
    await confirmed(wallet.api, id);
  });

  it('replaces nothing of a suspended wallet', async () => {
    const wallet = await fundedWallet();
    const master = await masterOf(daemon);
    const id = await sent(wallet);
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/suspend`));
    expect(await replace(wallet.api, id, 'speed-up')).toMatchObject({ status: 409, body: { code: 'WALLET_SUSPENDED' } });
    await node.mine();
    await confirmed(wallet.api, id);
  });
});

describe('a payment that no block takes', () => {
  it('is sent again for more by itself once the base fee is over its offer, and what waits behind it lands', async () => {
    const [wallet, to] = [await fundedWallet(), freshAddress()];
    const ids = [await sent(wallet, to), await sent(wallet, to)];
    await setBaseFee(6n);
    await node.mine();
    const replaced = await until(
      wallet.api,
      ids[0] ?? '',
      ({ attempts }) => attempts.length >= 2 && attempts[1]?.outcome === 'known',
      // Looked at while its offer was still enough, it is looked at again after half a minute.
      60,
    );
    expect(kinds(replaced)[1]?.slice(0, 2)).toEqual(['speed-up', 0]);
    for (let block = 0; block < 30 && (await balance(to)) < 2n * BigInt(AMOUNT); block += 1) {
      await setBaseFee(6n);
      await node.mine();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    for (const id of ids) await confirmed(wallet.api, id);
    expect(await balance(to)).toBe(2n * BigInt(AMOUNT));
  });

  it('is left alone while nobody mines', async () => {
    const wallet = await fundedWallet();
    const id = await sent(wallet);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await until(wallet.api, id, () => true)).attempts).toHaveLength(1);
    await node.mine();
    await confirmed(wallet.api, id);
  });

  it('lands once where the daemon is killed after it stored other bytes and before a node had them', async () => {
    const [wallet, to] = [await fundedWallet(), freshAddress()];
    const id = await sent(wallet, to);
    const gate = proxy.gate({ methods: ['eth_sendRawTransaction'], at: 'before' });
    expect((await replace(wallet.api, id, 'speed-up')).status).toBe(202);
    await gate.reached();
    await daemon.kill();
    proxy.clear();
    daemon = await daemon.restart();
    const back = { ...wallet, api: Api.session(await daemon.url(), wallet.token) };
    const row = await until(back.api, id, ({ attempts }) => attempts.length === 2);
    const hash = row.attempts[1]?.txHash;
    await eventually('the node has the bytes', async () => (await node.rpc('eth_getTransactionByHash', hash)) !== null);
    await node.mine(5);
    const done = await until(back.api, id, ({ finalizedAt }) => finalizedAt !== null);
    expect(done).toMatchObject({ status: 'CONFIRMED', txHash: hash });
    expect(await balance(to)).toBe(BigInt(AMOUNT));
  });
});
