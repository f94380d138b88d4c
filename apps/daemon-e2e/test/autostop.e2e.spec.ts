import { setTimeout } from 'node:timers/promises';
import type { AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { fundedOnSepolia, startOnSepolia } from '../src/harness/on-sepolia.js';
import { confirmed, masterOf, type TestWallet } from '../src/harness/wallets.js';

const THRESHOLD = 4;
const payment = (humanAmount: string) => ({
  network: 'ethereum-sepolia',
  to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  humanAmount,
});

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;

beforeAll(async () => {
  ({ node, daemon, master } = await startOnSepolia({
    WAIAAS_AUTOSTOP_UNUSUAL_ACTIVITY_ENABLED: 'true',
    WAIAAS_AUTOSTOP_UNUSUAL_ACTIVITY_THRESHOLD: String(THRESHOLD),
  }));
  wallet = await fundedOnSepolia({ node, daemon }, 100n);
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

const send = (humanAmount: string) => wallet.api.post<{ id: string }>('/v1/transactions/send', payment(humanAmount));
const balance = (): Promise<string> => node.rpc<string>('eth_getBalance', wallet.address, 'latest');
const statusOf = async (): Promise<string> => (await master.get<{ status: string }>(`/v1/wallets/${wallet.id}`)).body.status;

it('stops a wallet that runs wild: nothing more leaves it, over a death of the daemon, until somebody resumes it', async () => {
  const paid = [];
  for (let n = 1; n < THRESHOLD; n += 1) paid.push((await send('0.1')).body.id);
  const approval = (await send('5')).body.id;
  while ((await statusOf()) !== 'SUSPENDED') await setTimeout(50);
  for (const id of paid) await confirmed(wallet.api, id);
  const left = await balance();

  const refused = [
    await send('0.1'),
    await wallet.api.post('/v1/transactions/sign-message', {
      network: 'ethereum-sepolia',
      signType: 'personal',
      message: 'hello',
    }),
    await master.post(`/v1/transactions/${approval}/approve`),
  ];
  expect(refused.map(verdictOf)).toEqual(refused.map(() => '409 WALLET_SUSPENDED'));

  await daemon.kill();
  daemon = await DaemonProcess.start({ dataDir: daemon.dataDir, ...daemon.options });
  master = await masterOf(daemon);
  wallet = { ...wallet, api: Api.session(master.baseUrl, wallet.token) };
  expect(verdictOf(await send('0.1'))).toBe('409 WALLET_SUSPENDED');
  expect(await balance()).toBe(left);

  // What waits counts into the limits of what comes after it.
  await master.must(200, master.post(`/v1/transactions/${approval}/reject`));
  await master.must(200, master.post(`/v1/wallets/${wallet.id}/resume`));
  await confirmed(wallet.api, (await send('0.1')).body.id);
  expect(await statusOf()).toBe('ACTIVE');
}, 120_000);
