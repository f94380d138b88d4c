import type { AnvilNode } from '@waiaas/testing';
import { serializeTransaction, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { fundedOnSepolia, startOnSepolia, SEPOLIA_CHAIN_ID } from '../src/harness/on-sepolia.js';
import { EthereumOwner } from '../src/harness/owner-keys.js';
import { until, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const NETWORK = 'ethereum-sepolia';

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;

beforeAll(async () => {
  ({ node, daemon, master } = await startOnSepolia({ WAIAAS_POLICY_SIGN_MESSAGE_DEFAULT_TIER: 'NOTIFY' }));
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

const fundedWallet = () => fundedOnSepolia({ node, daemon });

interface Signed {
  readonly id: string;
  readonly signedTransaction: Hex;
}

async function signAt(wallet: TestWallet, nonce: number): Promise<Signed> {
  const transaction = serializeTransaction({
    ...{ type: 'eip1559', chainId: SEPOLIA_CHAIN_ID, nonce, gas: 21_000n, to: RECIPIENT, value: 10n ** 17n },
    ...{ maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
  });
  return wallet.api.must(200, wallet.api.post<Signed>('/v1/transactions/sign', { transaction, network: NETWORK }));
}

const signMessage = (wallet: TestWallet) =>
  wallet.api.must(
    200,
    wallet.api.post<{ id: string }>('/v1/transactions/sign-message', {
      message: 'Hello',
      network: NETWORK,
      signType: 'personal',
    }),
  );

interface Live {
  readonly liveSignatures?: readonly { readonly id: string; readonly nonce: number | null; readonly voiding: string | null }[];
}

interface Voided {
  readonly results: readonly {
    readonly id: string;
    readonly status: string;
    readonly txHash: string;
    readonly error: string | null;
  }[];
}

const brief = ({ liveSignatures = [] }: Live, wallet: TestWallet, ids: readonly string[]) =>
  liveSignatures
    .filter((one) => (one as unknown as { walletId: string }).walletId === wallet.id && ids.includes(one.id))
    .map(({ id, nonce, voiding }) => [id, nonce, voiding]);

const voidAll = (wallet: TestWallet) => master.must(202, master.post<Voided>(`/v1/wallets/${wallet.id}/void-signatures`));

/** The chain takes what voids it, and refuses the signature from then on. */
async function expectVoided(reader: Api, { id, signedTransaction }: Signed): Promise<void> {
  await node.mine(70);
  const row = await until(reader, id, ({ status }) => status === 'CANCELLED');
  expect(row).toMatchObject({ errorCode: 'CANCELLED_BY_REPLACEMENT' });
  await expect(node.rpc('eth_sendRawTransaction', signedTransaction)).rejects.toThrow(/nonce/i);
}

describe('ending a wallet', () => {
  it('lists what it signed and can still land, and voids it', async () => {
    const wallet = await fundedWallet();
    const [first, second, message] = [await signAt(wallet, 0), await signAt(wallet, 1), await signMessage(wallet)];
    const ended = await master.must(200, master.call<Live>('DELETE', `/v1/wallets/${wallet.id}`));
    const ids = [first.id, second.id, message.id];
    expect(brief(ended, wallet, ids)).toEqual([
      [message.id, null, null],
      [second.id, 1, 'offered'],
      [first.id, 0, 'offered'],
    ]);
    const { results } = await voidAll(wallet);
    expect(results.map(({ id, status, error }) => [id, status, error])).toEqual([
      [first.id, 'underway', null],
      [second.id, 'underway', null],
    ]);
    for (const signed of [first, second]) await expectVoided(master, signed);
  });

  it('says nothing of signatures where there are none', async () => {
    const wallet = await fundedWallet();
    expect((await voidAll(wallet)).results).toEqual([]);
    const { body } = await master.call('DELETE', `/v1/wallets/${wallet.id}`);
    expect(body).toEqual({ id: wallet.id, status: 'TERMINATED' });
  });
});

describe('the kill switch', () => {
  it('lists what can still land, and nobody but the admin voids it, once, with an audit row', async () => {
    const wallet = await fundedWallet();
    const signed = await signAt(wallet, 0);
    const stopped = await master.must(200, master.post<Live>('/v1/admin/kill-switch'));
    expect(brief(stopped, wallet, [signed.id])).toEqual([[signed.id, 0, 'offered']]);
    const path = `/v1/wallets/${wallet.id}/void-signatures`;
    expect(verdictOf(await wallet.api.post(path))).not.toMatch(/^2/);
    expect(verdictOf(await master.post('/v1/wallets/0198f0c1-0000-7000-8000-00000000dead/void-signatures'))).toBe(
      '404 WALLET_NOT_FOUND',
    );
    await node.setAutomine(false);
    const first = await voidAll(wallet);
    expect(await voidAll(wallet)).toEqual(first);
    const status = await master.must(200, master.get<Live>('/v1/admin/status'));
    expect(brief(status, wallet, [signed.id])).toEqual([[signed.id, 0, 'underway']]);
    const { body } = await master.get<{ data: { eventType: string; details: object }[] }>(`/v1/audit-logs?tx_id=${signed.id}`);
    const rows = body.data.filter(({ eventType }) => eventType === 'TX_REPLACED');
    expect(rows).toMatchObject([{ actor: 'master', details: { kind: 'cancel', txHash: first.results[0]?.txHash } }]);
    await node.setAutomine(true);
    await expectVoided(master, signed);
    await master.must(200, master.post('/v1/admin/recover', { resumeWallets: true }));
  });
});

describe("an owner's freeze", () => {
  it('lists what the own wallets signed, and no other', async () => {
    const [owner, mine, foreign] = [new EthereumOwner(), await fundedWallet(), await fundedWallet()];
    const url = master.baseUrl;
    const owned = `/v1/wallets/${mine.id}/owner`;
    await master.must(200, master.put(owned, { owner_address: owner.address }));
    const verify = await owner.headers(url, 'verify', { walletId: mine.id });
    await new Api(url).must(200, new Api(url).post(`${owned}/verify`, undefined, verify));
    const [own, other] = [await signAt(mine, 0), await signAt(foreign, 0)];
    const headers = await owner.headers(url, 'freeze', {});
    const frozen = await new Api(url).must(200, new Api(url).post<Live>('/v1/owner/kill-switch', undefined, headers));
    expect((frozen.liveSignatures ?? []).map(({ id }) => id)).toEqual([own.id]);
    expect(other.id).not.toBe(own.id);
  });
});
