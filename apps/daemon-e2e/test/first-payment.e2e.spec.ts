import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { allowNative, createWallet, confirmed, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

describe('an instant payment on Ethereum', () => {
  let node: AnvilNode;
  let daemon: DaemonProcess;

  beforeAll(async () => {
    node = await startAnvil({ chainId: 11155111 });
    daemon = await DaemonProcess.start({
      env: { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url, ...QUIET_LIMITS },
    });
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
});
