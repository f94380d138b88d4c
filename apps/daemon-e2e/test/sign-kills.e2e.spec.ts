import type { AnvilNode } from '@waiaas/testing';
import { recoverTransactionAddress, serializeTransaction, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { startOnSepolia, SEPOLIA_CHAIN_ID } from '../src/harness/on-sepolia.js';
import { StorageFault } from '../src/harness/storage-fault.js';
import { allowNative, createWallet, type TestWallet } from '../src/harness/wallets.js';

const NETWORK = 'ethereum-sepolia';
const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

let node: AnvilNode;
let daemon: DaemonProcess;

beforeAll(async () => {
  ({ node, daemon } = await startOnSepolia({ WAIAAS_POLICY_SIGN_MESSAGE_DEFAULT_TIER: 'NOTIFY' }));
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

interface Signed {
  readonly id: string;
  readonly signedTransaction: `0x02${string}`;
  readonly signature: Hex;
  readonly code?: string;
}

interface Ask {
  readonly route: string;
  readonly body: object;
}

const unsigned = (nonce: number): Ask => ({
  route: '/v1/transactions/sign',
  body: {
    network: NETWORK,
    transaction: serializeTransaction({
      ...{ type: 'eip1559', chainId: SEPOLIA_CHAIN_ID, nonce, gas: 21_000n, to: RECIPIENT, value: 10n ** 15n },
      ...{ maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
    }),
  },
});
const message: Ask = {
  route: '/v1/transactions/sign-message',
  body: { network: NETWORK, signType: 'personal', message: 'kill between' },
};

async function limitedWallet(): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  // Room for one signature and no second.
  await allowNative(daemon, wallet, 'ethereum', '0.0015');
  await node.setBalance(wallet.address, 10n ** 18n);
  return wallet;
}

const ask = (api: Api, { route, body }: Ask, key: string): Promise<ApiAnswer<Signed>> =>
  api.post<Signed>(route, body, { 'Idempotency-Key': key });

const rowsOf = async (api: Api) => (await api.get<{ items: { id: string; status: string }[] }>('/v1/transactions')).body.items;

/** Decided and stored, the signer at a halt: there the daemon dies, and with it the signer where it is a victim too. */
async function killBeforeSignature(wallet: TestWallet, what: Ask, key: string, victims: 'daemon' | 'both'): Promise<Api> {
  const signer = await daemon.pauseSigner();
  const cut = ask(wallet.api, what, key).catch(() => undefined);
  await eventually('a decision on record', () => StorageFault.unanswered(daemon.dataDir, wallet.id) > 0);
  if (victims === 'both') await daemon.signalSigner('SIGKILL');
  await daemon.kill();
  signer.resume();
  expect(await cut).toBeUndefined();
  daemon = await daemon.restart();
  return Api.session(await daemon.url(), wallet.token);
}

describe('kill -9 between the decision and the signature', () => {
  it.each(['daemon', 'both'] as const)(
    'of a transaction gives it one signature, one nonce and one budget: %s',
    async (victims) => {
      const wallet = await limitedWallet();
      const api = await killBeforeSignature(wallet, unsigned(0), victims, victims);
      const again = await ask(api, unsigned(0), victims);
      expect(again.status).toBe(200);
      const { signedTransaction } = again.body;
      expect(await recoverTransactionAddress({ serializedTransaction: signedTransaction })).toBe(wallet.address);
      expect((await ask(api, unsigned(0), victims)).body).toEqual(again.body);
      expect(await rowsOf(api)).toMatchObject([{ id: again.body.id, status: 'SIGNED' }]);
      expect(await ask(api, unsigned(1), 'next')).toMatchObject({ status: 403, body: { code: 'POLICY_DENIED' } });
    },
  );

  it('of a message makes it once', async () => {
    const wallet = await limitedWallet();
    const api = await killBeforeSignature(wallet, message, 'message', 'daemon');
    const again = await ask(api, message, 'message');
    expect(again.status).toBe(200);
    expect((await ask(api, message, 'message')).body).toEqual(again.body);
    expect(await rowsOf(api)).toMatchObject([{ id: again.body.id, status: 'SIGNED' }]);
  });
});
