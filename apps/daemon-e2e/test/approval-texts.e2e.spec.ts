import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calldata, DOLLAR, NETWORK, RECIPIENT, startEvmWorld, type EvmWorld } from '../src/harness/evm-world.js';
import { EthereumOwner } from '../src/harness/owner-keys.js';
import { addPolicies, denied, send } from '../src/harness/policies.js';
import { masterOf, type TestWallet } from '../src/harness/wallets.js';

let world: EvmWorld;

beforeAll(async () => {
  world = await startEvmWorld();
});

afterAll(() => world.stop());

/** A wallet of which everything above a dollar asks a human. */
async function carefulWallet(): Promise<TestWallet> {
  const wallet = await world.wallet();
  await addPolicies(world.daemon, wallet, {
    SPENDING_LIMIT: { instant_max_usd: 1 },
    ALLOWED_TOKENS: { tokens: [{ address: world.dollar }] },
    CONTRACT_WHITELIST: { contracts: [{ address: world.dollar }] },
  });
  return wallet;
}

async function setOwner(wallet: TestWallet): Promise<void> {
  const master = await masterOf(world.daemon);
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: new EthereumOwner().address }));
}

/** Dollars, one by one, in a single call. */
const payments = (count: number) => ({
  type: 'CONTRACT_CALL',
  network: NETWORK,
  to: world.dollar,
  calldata: calldata(
    'multicall',
    Array.from({ length: count }, () => calldata('transfer', RECIPIENT, DOLLAR)),
  ),
});

describe('a request that one text cannot say', () => {
  it('is denied where an owner would have to sign the text, and stored as denied', async () => {
    const wallet = await carefulWallet();
    await setOwner(wallet);
    const { code, details } = await denied(wallet, payments(60));
    expect([code, details.denyCode, details.suggestion]).toEqual([
      'POLICY_DENIED',
      'APPROVAL_TEXT_TOO_LONG',
      'ask for fewer operations at once',
    ]);
    const { body } = await wallet.api.get<{ readonly status: string }>(`/v1/transactions/${details.transactionId}`);
    expect(body.status).toBe('DENIED');
  });

  it('waits with fewer operations', async () => {
    const wallet = await carefulWallet();
    await setOwner(wallet);
    expect(await send(wallet, payments(2))).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL' });
  });

  it('waits for the master of a wallet without an owner', async () => {
    expect(await send(await carefulWallet(), payments(60))).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL' });
  });
});
