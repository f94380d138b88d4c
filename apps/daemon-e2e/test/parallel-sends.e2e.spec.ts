import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import {
  allowNative,
  createWallet,
  confirmed,
  MANY_WAIT,
  PASSWORD,
  QUIET_LIMITS,
  type TestWallet,
} from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const AMOUNT = 1_000_000_000_000_000n;

async function balanceOf(node: AnvilNode, address: string): Promise<bigint> {
  return BigInt(await node.rpc<string>('eth_getBalance', address, 'latest'));
}

/** `count` sends at the same instant; every answer must be 201. */
async function sendAll(
  wallet: TestWallet,
  count: number,
): Promise<readonly { id: string; status: string; waitReason?: string }[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      wallet.api.post<{ id: string; status: string; waitReason?: string }>(
        '/v1/transactions/send',
        { network: 'ethereum-sepolia', to: RECIPIENT, amount: AMOUNT.toString() },
        { 'Idempotency-Key': `send-${String(index)}` },
      ),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: count }, () => 201));
  return answers.map((answer) => answer.body);
}

describe.each([
  ['a block per transaction', undefined],
  ['a block per second', 1],
])('32 sends at once from one wallet, %s', (_, blockTimeSeconds) => {
  let node: AnvilNode;
  let daemon: DaemonProcess;

  beforeAll(async () => {
    node = await startAnvil({ chainId: 11155111, ...(blockTimeSeconds === undefined ? {} : { blockTimeSeconds }) });
    daemon = await DaemonProcess.start({
      env: { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url, ...QUIET_LIMITS, ...MANY_WAIT },
    });
  });

  afterAll(async () => {
    await daemon.dispose();
    await node.stop();
  });

  it('confirms all of them, with gapless nonces, once each', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    await allowNative(daemon, wallet, 'ethereum');
    await node.setBalance(wallet.address, 10n ** 18n);
    const before = await balanceOf(node, RECIPIENT);

    const sent = await sendAll(wallet, 32);
    const rows = await Promise.all(sent.map(({ id }) => confirmed(wallet.api, id)));

    const nonces = rows.flatMap((row) => row.attempts.map((attempt) => attempt.nonce ?? -1)).sort((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: 32 }, (_value, index) => index));
    expect((await balanceOf(node, RECIPIENT)) - before).toBe(32n * AMOUNT);
  });

  it('lets exactly five through a limit that fits five, and holds the rest for a human', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    // Open amounts, their fees and the new one together: five sends fit, six do not.
    await allowNative(daemon, wallet, 'ethereum', '0.0055');
    await node.setBalance(wallet.address, 10n ** 18n);
    await node.setAutomine(false);

    const sent = await sendAll(wallet, 32);

    expect(sent.filter(({ status }) => status === 'EXECUTING')).toHaveLength(5);
    expect(sent.filter(({ waitReason }) => waitReason === 'APPROVAL')).toHaveLength(27);
    await node.setAutomine(true);
    await node.mine();
  });
});
