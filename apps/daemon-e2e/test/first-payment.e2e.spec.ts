import type { AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { startOnSepolia } from '../src/harness/on-sepolia.js';
import { allowNative, createWallet, confirmed } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

describe('an instant payment on Ethereum', () => {
  let node: AnvilNode;
  let daemon: DaemonProcess;

  beforeAll(async () => {
    ({ node, daemon } = await startOnSepolia());
  });

  afterAll(async () => {
    await daemon.dispose();
    await node.stop();
  });

  it('goes from the token to a confirmed block', async () => {
    const wallet = await createWallet(daemon);
    await allowNative(daemon, wallet, 'ethereum');
    await node.setBalance(wallet.address, 10n ** 18n);

    const answer = await wallet.api.post<{ id: string; status: string; tier: string }>('/v1/transactions/send', {
      network: 'ethereum-sepolia',
      to: RECIPIENT,
      humanAmount: '0.25',
    });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'EXECUTING', tier: 'INSTANT', walletId: wallet.id, network: 'ethereum-sepolia' });
    const row = await confirmed(wallet.api, answer.body.id);
    expect(row.attempts).toHaveLength(1);
    expect(BigInt(await node.rpc<string>('eth_getBalance', RECIPIENT, 'latest'))).toBe(25n * 10n ** 16n);
  });

  it('counts up to the last number a chain knows, exactly, and not one further', async () => {
    const wallet = await createWallet(daemon);
    const largest = 2n ** 256n - 1n;
    const ask = async (amount: bigint) =>
      wallet.api.post<{ id: string; status: string; code?: string }>('/v1/transactions/send', {
        network: 'ethereum-sepolia',
        to: RECIPIENT,
        amount: amount.toString(),
      });

    const waiting = await ask(largest);
    expect([waiting.status, waiting.body.status]).toEqual([201, 'QUEUED']);
    const { body } = await wallet.api.get(`/v1/transactions/${waiting.body.id}`);
    expect(body).toMatchObject({ amount: largest.toString(), waitReason: 'APPROVAL' });
    const refused = await ask(largest + 1n);
    expect([refused.status, refused.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });
});
