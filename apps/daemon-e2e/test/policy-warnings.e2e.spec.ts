import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { ACCEPT_ALL, RECIPIENT } from '../src/harness/evm-world.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const CODE_ON = 'ethereum-sepolia';
const NO_CODE_ON = 'base-sepolia';
/** Nothing listens there. */
const DEAD = 'http://127.0.0.1:9';

let nodes: readonly AnvilNode[];
let daemon: DaemonProcess;
let contract: string;
let wallet: TestWallet;

beforeAll(async () => {
  const [here, there] = await Promise.all([startAnvil({ chainId: 11155111 }), startAnvil({ chainId: 84532 })]);
  nodes = [here, there];
  contract = (await here.send({ data: ACCEPT_ALL })) ?? '';
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: here.url,
      WAIAAS_RPC_EVM_BASE_SEPOLIA: there.url,
      WAIAAS_RPC_EVM_POLYGON_AMOY: DEAD,
      ...QUIET_LIMITS,
    },
  });
  wallet = await createWallet(daemon, { policyPreset: 'none' });
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all(nodes.map(async (node) => node.stop()));
});

interface Saved {
  readonly id: string;
  readonly warnings?: readonly object[];
}

describe('saving a policy that lists an address', () => {
  it('warns of a contract that another network does not have, and a dead node stops nothing', async () => {
    const master = await masterOf(daemon);
    const body = { walletId: wallet.id, type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: RECIPIENT }] } };
    const created = await master.must(201, master.post<Saved>('/v1/policies', body));
    expect(created).not.toHaveProperty('warnings');
    const rules = { contracts: [{ address: RECIPIENT }, { address: contract }] };
    const updated = await master.must(200, master.put<Saved>(`/v1/policies/${created.id}`, { rules }));
    const [warning, ...more] = updated.warnings ?? [];
    expect(warning).toMatchObject({ code: 'ADDRESS_NOT_EVERYWHERE', path: 'rules.contracts.1.address' });
    expect(warning).toMatchObject({ codeOn: [CODE_ON], noCodeOn: [NO_CODE_ON] });
    expect(more).toEqual([]);
    const { body: stored } = await master.get<Saved>(`/v1/policies/${created.id}`);
    expect(stored).toMatchObject({ version: 2, rules: { contracts: [{}, {}] } });
  });

  it('does not warn where the policy is for the network that has the contract', async () => {
    const master = await masterOf(daemon);
    const rules = { allowed_addresses: [contract] };
    const save = async (network: string) =>
      master.must(201, master.post<Saved>('/v1/policies', { walletId: wallet.id, type: 'WHITELIST', rules, network }));
    expect(await save(CODE_ON)).not.toHaveProperty('warnings');
    expect((await save(NO_CODE_ON)).warnings).toHaveLength(1);
  });
});
