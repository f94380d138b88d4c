import type { AnvilNode } from '@waiaas/testing';
import { serializeTransaction, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { fundedOnSepolia, startOnSepolia, SEPOLIA_CHAIN_ID } from '../src/harness/on-sepolia.js';
import { TestClock } from '../src/harness/test-clock.js';
import { confirmed, until, type TestWallet, type SeenTransaction } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const NETWORK = 'ethereum-sepolia';
const HOUR = 3600;

const clock = new TestClock();
let node: AnvilNode;
let daemon: DaemonProcess;

beforeAll(async () => {
  ({ node, daemon } = await startOnSepolia(clock.env));
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
  clock.dispose();
});

interface Signed {
  readonly id: string;
  readonly signedTransaction: Hex;
}

const fundedWallet = () => fundedOnSepolia({ node, daemon });

async function signFirst(wallet: TestWallet): Promise<Signed> {
  const transaction = serializeTransaction({
    ...{ type: 'eip1559', chainId: SEPOLIA_CHAIN_ID, nonce: 0, gas: 21_000n, to: RECIPIENT, value: 10n ** 17n },
    ...{ maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
  });
  const { status, body } = await wallet.api.post<Signed>('/v1/transactions/sign', { transaction, network: NETWORK });
  expect(status).toBe(200);
  return body;
}

const send = (wallet: TestWallet) =>
  wallet.api.must<{ readonly id: string }>(
    201,
    wallet.api.post('/v1/transactions/send', { type: 'TRANSFER', to: RECIPIENT, amount: '1', network: NETWORK }),
  );

const kinds = ({ attempts }: SeenTransaction) => attempts.map(({ kind, nonce }) => [kind, nonce]);
const isVoided = ({ attempts }: SeenTransaction) => attempts.length === 2;

describe('a signed transaction that nobody sends', () => {
  it('gives its nonce and its budget back after an hour, and what waited behind it lands', async () => {
    const wallet = await fundedWallet();
    const signed = await signFirst(wallet);
    const behind = await send(wallet);
    clock.advance(HOUR);
    const voided = await until(wallet.api, signed.id, isVoided);
    expect(kinds(voided)).toEqual([
      ['original', 0],
      ['cancel', 0],
    ]);
    await node.mine(70);
    const ended = await until(wallet.api, signed.id, ({ status }) => status === 'CANCELLED');
    expect(ended).toMatchObject({ errorCode: 'CANCELLED_BY_REPLACEMENT', txHash: voided.attempts[1]?.txHash });
    expect(ended.attempts).toMatchObject([{ state: 'REPLACED' }, { state: 'FINAL' }]);
    await confirmed(wallet.api, behind.id);
    // Whoever kept the signature has nothing any more.
    await expect(node.rpc('eth_sendRawTransaction', signed.signedTransaction)).rejects.toThrow(/nonce/i);
  });

  it('is not taken back while a node has it, and counts where it lands', async () => {
    const wallet = await fundedWallet();
    const signed = await signFirst(wallet);
    await node.setAutomine(false);
    await node.rpc('eth_sendRawTransaction', signed.signedTransaction);
    clock.advance(HOUR);
    await node.setAutomine(true);
    await node.mine(70);
    const row = await until(wallet.api, signed.id, ({ status }) => status === 'CONFIRMED');
    expect(kinds(row)).toEqual([['original', 0]]);
  });

  it('is taken back with the same bytes by a daemon that was killed in between', async () => {
    const wallet = await fundedWallet();
    const signed = await signFirst(wallet);
    await node.setAutomine(false);
    clock.advance(HOUR);
    const { attempts } = await until(wallet.api, signed.id, isVoided);
    await daemon.kill();
    await node.dropTransaction(attempts[1]?.txHash ?? '');
    await node.setAutomine(true);
    clock.advance(HOUR / 2);
    daemon = await daemon.restart();
    const back = Api.session(await daemon.url(), wallet.token);
    const sent = await until(back, signed.id, (row) => row.attempts[1]?.state === 'MINED');
    expect(sent.attempts.map(({ txHash }) => txHash)).toEqual(attempts.map(({ txHash }) => txHash));
    await node.mine(70);
    await until(back, signed.id, ({ status }) => status === 'CANCELLED');
  });
});
