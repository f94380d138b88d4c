import { placeGasPriceOracle, startAnvil, tellGasPriceOracle, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  type TestWallet,
} from '../src/harness/wallets.js';

const NETWORK = 'base-sepolia';
const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const ETHER = 10n ** 18n;
/** A payment of about 120 bytes costs about 0.2 ether to publish. */
const WEI_PER_BYTE = 10n ** 15n;

let node: AnvilNode;
let daemon: DaemonProcess;
let wallet: TestWallet;

beforeAll(async () => {
  node = await startAnvil({ chainId: 84532 });
  await placeGasPriceOracle(node);
  await tellGasPriceOracle(node, WEI_PER_BYTE);
  daemon = await DaemonProcess.start({
    env: { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_EVM_BASE_SEPOLIA: node.url, ...QUIET_LIMITS },
  });
  wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum');
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

const payment = { type: 'TRANSFER', network: NETWORK, to: TO, amount: ETHER.toString(), allowDuplicate: true };
const send = async () => wallet.api.post<{ id: string }>('/v1/transactions/send', payment);

describe('what a chain takes for publishing bytes', () => {
  it('is in the estimate', async () => {
    await node.setBalance(wallet.address, 10n * ETHER);
    const { body } = await wallet.api.post<{ fee: { estimatedFee: string } }>('/v1/transactions/simulate', payment);
    expect(BigInt(body.fee.estimatedFee)).toBeGreaterThan((120n * WEI_PER_BYTE * 3n) / 2n);
  });

  it('must be there beside amount and gas', async () => {
    await node.setBalance(wallet.address, ETHER + ETHER / 10n);
    expect(await send()).toMatchObject({ status: 400, body: { code: 'INSUFFICIENT_FOR_FEE' } });
    await node.setBalance(wallet.address, 2n * ETHER);
    const sent = await send();
    expect(sent).toMatchObject({ status: 201 });
    await confirmed(wallet.api, sent.body.id, 60);
  });

  it('counts against the cap of one transaction', async () => {
    await node.setBalance(wallet.address, 100n * ETHER);
    const master = await masterOf(daemon);
    const cap = { key: `chain.${NETWORK}.max_fee_native`, value: (ETHER / 10n).toString() };
    await master.must(200, master.put('/v1/admin/settings', { settings: [cap] }));
    expect(await send()).toMatchObject({ status: 403, body: { code: 'POLICY_DENIED', details: { denyCode: 'FEE_TOO_HIGH' } } });
  });
});
