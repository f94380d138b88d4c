import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTransaction, serializeTransaction, type Hex } from 'viem';
import { networkOf } from '@waiaas/core';
import type { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { newPayment, send } from '../src/harness/payments.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  until,
  type TestWallet,
} from '../src/harness/wallets.js';

const SEND = 'eth_sendRawTransaction';
const COUNT = 'eth_getTransactionCount';
const ETHER = 10n ** 18n;
const CEILING = ETHER / 100n;

interface Gap {
  readonly wallet: TestWallet;
  readonly behind: string;
}

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly sessionId: string | null;
  readonly toAddress: string | null;
  readonly amount: string | null;
}

describe.each(['ethereum-sepolia', 'arbitrum-sepolia'] as const)('a nonce that nobody holds any more, on %s', (name) => {
  let network: EvmNetwork;
  let daemon: DaemonProcess;
  let master: Api;

  beforeAll(async () => {
    network = await EvmNetwork.start(name);
    daemon = await DaemonProcess.start({
      env: {
        ...QUIET_LIMITS,
        ...rpcEnvironment(network),
        WAIAAS_TRANSACTIONS_STUCK_SECONDS: '1',
        WAIAAS_MASTER_PASSWORD: PASSWORD,
      },
    });
    master = await masterOf(daemon);
  });
  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
  });

  /** Arbitrum keeps no transactions: whatever does not follow at once is refused, and forgotten. */
  async function refuseGaps(address: string): Promise<void> {
    if (name !== 'arbitrum-sepolia') return;
    let landed = 0;
    await network.proxy.inject({
      ...{ kind: 'rpc-error', code: -32000, message: 'nonce too high', methods: [SEND] },
      when: ({ params }) => {
        const { nonce = 0 } = parseTransaction(params?.[0] as Hex);
        if (nonce === landed) landed += 1;
        return nonce >= landed;
      },
    });
    expect(await network.nonce(address)).toBe(0);
  }

  async function held(): Promise<TestWallet> {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    await allowNative(daemon, wallet, 'ethereum', '1');
    await network.node.setBalance(wallet.address, 10n * ETHER);
    await master.must(200, master.put(`/v1/wallets/${wallet.id}/ceiling`, { maxNativePerSignature: CEILING.toString() }));
    return wallet;
  }

  /** The policy lets it through and reserves nonce 0; the key refuses it, when the signer is asked. */
  async function signAboveCeiling(wallet: TestWallet) {
    const transaction = serializeTransaction({
      ...{ type: 'eip1559', chainId: Number(networkOf(name).chainId), nonce: 0, gas: 21_000n, to: wallet.address as Hex },
      ...{ value: 2n * CEILING, maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
    });
    return wallet.api.post('/v1/transactions/sign', { transaction, network: name });
  }

  const rows = async (wallet: TestWallet): Promise<readonly Listed[]> =>
    (await wallet.api.must<{ items: readonly Listed[] }>(200, wallet.api.get('/v1/transactions'))).items;

  /** Rows that nobody asked for. */
  const ownRows = async (wallet: TestWallet) => (await rows(wallet)).filter(({ sessionId }) => sessionId === null);

  /** A payment at nonce 1, and nobody at nonce 0; nobody can tell before `isTold`. */
  async function withGap(isTold: (wallet: TestWallet) => Promise<void> = async () => undefined): Promise<Gap> {
    const wallet = await held();
    await refuseGaps(wallet.address);
    const signer = await daemon.pauseSigner();
    const refused = signAboveCeiling(wallet);
    await expect.poll(() => rows(wallet), { timeout: 30_000 }).toHaveLength(1);
    const { body } = await send(wallet, network, { ...newPayment(network), amount: 1000n });
    await until(wallet.api, body.id, ({ attempts }) => attempts[0]?.nonce === 1, 60);
    const gate = network.proxy.gate({ methods: [COUNT], at: 'before' });
    signer.resume();
    expect((await refused).status).toBe(403);
    await until(wallet.api, body.id, ({ status }) => status === 'SUBMITTED', 60);
    await isTold(wallet);
    gate.open();
    return { wallet, behind: body.id };
  }

  it('is filled with nothing to the wallet itself, and what waited behind it lands', async () => {
    const { wallet, behind } = await withGap();
    const row = await confirmed(wallet.api, behind, 90);
    expect(row.attempts.map(({ nonce }) => nonce)).toEqual([1]);
    const fills = await ownRows(wallet);
    expect(fills).toMatchObject([{ status: 'CONFIRMED', toAddress: wallet.address, amount: '0' }]);
    expect(await network.nonce(wallet.address)).toBe(2);
    const { body } = await master.get<{ data: readonly { eventType: string; details: object }[] }>(
      `/v1/audit-logs?tx_id=${fills[0]?.id ?? ''}`,
    );
    expect(body.data).toContainEqual(
      expect.objectContaining({
        eventType: 'TX_SUBMITTED',
        actor: 'system',
        details: expect.objectContaining({ purpose: 'nonce-gap' }),
      }),
    );
  });

  it('stays as it is while the wallet is suspended', async () => {
    const { wallet, behind } = await withGap(async ({ id }) => {
      await master.must(200, master.post(`/v1/wallets/${id}/suspend`));
      network.proxy.resetCounts();
    });
    // What it would cost was asked, and the wallet then found suspended.
    await expect.poll(() => network.proxy.calls('eth_estimateGas'), { timeout: 30_000 }).toBeGreaterThan(0);
    await master.must(200, master.get('/v1/wallets'));
    expect(await ownRows(wallet)).toEqual([]);
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/resume`));
    await confirmed(wallet.api, behind, 90);
    expect(await ownRows(wallet)).toHaveLength(1);
  });
});
