import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { serializeTransaction, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiAnswer } from '../src/harness/api.js';
import { DOLLAR, ETHER, NETWORK, RECIPIENT, startEvmWorld, type EvmWorld } from '../src/harness/evm-world.js';
import { addPolicies, send } from '../src/harness/policies.js';
import { createWallet, type TestWallet } from '../src/harness/wallets.js';

const OTHER = 'base-sepolia';
const CHAIN_IDS = { [NETWORK]: 11155111, [OTHER]: 84532 } as const;
const TWENTY_DOLLARS = ETHER / 100n;
const AT_ONCE = 32;

let world: EvmWorld;
let other: AnvilNode;
let solana: SolanaNode;

beforeAll(async () => {
  other = await startAnvil({ chainId: CHAIN_IDS[OTHER] });
  solana = await startSolanaNode({ slotMs: 400 });
  world = await startEvmWorld({ WAIAAS_RPC_EVM_BASE_SEPOLIA: other.url, WAIAAS_RPC_SOLANA_DEVNET: solana.url });
});

afterAll(async () => {
  await world.stop();
  await other.stop();
  await solana.stop();
});

interface Answer {
  readonly id: string;
  readonly status?: string;
  readonly code?: string;
  readonly details?: { readonly denyCode?: string; readonly field?: string };
}

/** A wallet that may spend a hundred dollars a day in whatever way. */
async function limitedWallet(): Promise<TestWallet> {
  const wallet = await world.wallet();
  await other.setBalance(wallet.address, 10n * ETHER);
  await addPolicies(world.daemon, wallet, {
    SPENDING_LIMIT: { daily_limit_usd: 100 },
    ALLOWED_TOKENS: { tokens: [{ address: world.dollar }] },
    APPROVED_SPENDERS: { spenders: [{ address: world.router }] },
    APPROVE_TIER_OVERRIDE: { tier: 'INSTANT' },
  });
  return wallet;
}

const PERMIT = ['owner:address', 'spender:address', 'value:uint256', 'nonce:uint256', 'deadline:uint256'].map((field) => {
  const [name, type] = field.split(':');
  return { name, type };
});

const permit = (wallet: TestWallet, dollars: bigint, nonce = 0) =>
  wallet.api.post<Answer>('/v1/transactions/sign-message', {
    network: NETWORK,
    signType: 'typedData',
    typedData: {
      types: { Permit: PERMIT },
      primaryType: 'Permit',
      domain: { name: 'Test', version: '1', chainId: CHAIN_IDS[NETWORK], verifyingContract: world.dollar },
      message: {
        ...{ owner: wallet.address, spender: world.router, value: (dollars * DOLLAR).toString(), nonce: String(nonce) },
        deadline: String(Math.floor(Date.now() / 1000) + 600),
      },
    },
  });

const unsigned = (network: keyof typeof CHAIN_IDS, nonce: number, value: bigint): Hex =>
  serializeTransaction({
    ...{ type: 'eip1559', chainId: CHAIN_IDS[network], nonce, gas: 21_000n, to: RECIPIENT, value },
    ...{ maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
  });

const sign = (wallet: TestWallet, network: keyof typeof CHAIN_IDS, nonce: number, value: bigint) =>
  wallet.api.post<Answer>('/v1/transactions/sign', { transaction: unsigned(network, nonce, value), network });

const sendDollars = (wallet: TestWallet, dollars: bigint, memo = '') =>
  wallet.api.post<Answer>('/v1/transactions/send', {
    ...{ type: 'TOKEN_TRANSFER', network: NETWORK, to: RECIPIENT, amount: (dollars * DOLLAR).toString(), memo },
    token: { address: world.dollar },
  });

const sendEther = (wallet: TestWallet, memo: string) =>
  wallet.api.post<Answer>('/v1/transactions/send', {
    ...{ type: 'TRANSFER', network: NETWORK, to: RECIPIENT, amount: TWENTY_DOLLARS.toString(), memo },
  });

/** Signed, or on its way without anybody asked. */
const isGranted = ({ status, body }: ApiAnswer<Answer>): boolean => status === 200 || body.status === 'EXECUTING';
const tooHigh = { status: 403, body: { code: 'POLICY_DENIED', details: { denyCode: 'SIGN_TIER_TOO_HIGH' } } };

describe('a daily limit in dollars', () => {
  it('is one for permits, signed transactions of every network, and payments', async () => {
    const wallet = await limitedWallet();
    expect((await permit(wallet, 40n)).status).toBe(200);
    expect((await sign(wallet, NETWORK, 0, (TWENTY_DOLLARS * 3n) / 2n)).status).toBe(200);
    expect((await sendDollars(wallet, 20n)).body.status).toBe('EXECUTING');
    // About nine dollars are left: fees are spent too.
    expect(await permit(wallet, 10n, 1)).toMatchObject(tooHigh);
    expect(await sign(wallet, OTHER, 0, TWENTY_DOLLARS)).toMatchObject(tooHigh);
    expect((await permit(wallet, 8n, 2)).status).toBe(200);
    expect(await send(wallet, { network: NETWORK, to: RECIPIENT, amount: TWENTY_DOLLARS.toString() })).toMatchObject({
      ...{ status: 'QUEUED', approvalReason: 'cumulative_daily' },
    });
  });

  it('holds for 32 at once over permits, signed transactions and payments on two networks', async () => {
    const wallet = await limitedWallet();
    const ask = async (index: number): Promise<ApiAnswer<Answer>> => {
      const turn = Math.floor(index / 4);
      const byPermit = () => permit(wallet, 20n, turn);
      const others = [
        () => sign(wallet, OTHER, turn, TWENTY_DOLLARS),
        () => sendDollars(wallet, 20n, String(index)),
        () => sendEther(wallet, String(index)),
      ];
      return (others[(index % 4) - 1] ?? byPermit)();
    };
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(index)));
    const granted = answers.filter(isGranted);
    // Five times twenty are a hundred; where a fee is on top of one, four fit.
    expect(granted.length).toBeGreaterThanOrEqual(4);
    expect(granted.length).toBeLessThanOrEqual(5);
    expect(await permit(wallet, 21n, 99)).toMatchObject(tooHigh);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });
});

describe('a limit in SOL', () => {
  const raw = async (payer: PublicKey, lamports: number): Promise<string> => {
    const { value } = (await solana.control.call('getLatestBlockhash', { commitment: 'confirmed' })) as {
      value: { blockhash: string };
    };
    const instructions = [SystemProgram.transfer({ fromPubkey: payer, toPubkey: Keypair.generate().publicKey, lamports })];
    const message = new TransactionMessage({ payerKey: payer, recentBlockhash: value.blockhash, instructions });
    return Buffer.from(new VersionedTransaction(message.compileToV0Message()).serialize()).toString('base64');
  };

  it('holds for 32 at once over payments, batches and signed transactions', async () => {
    const wallet = await createWallet(world.daemon, { chain: 'solana', policyPreset: 'none' });
    const steps = { instant_max: '0.5', notify_max: '0.5', delay_max: '0.5' };
    await addPolicies(world.daemon, wallet, { SPENDING_LIMIT: { token_limits: { 'native:solana': steps } } });
    await solana.control.fund(wallet.address, 10_000_000_000n);
    const payer = new PublicKey(wallet.address);
    const raws = await Promise.all(Array.from({ length: AT_ONCE }, () => raw(payer, 100_000_000)));
    const newAddress = (): string => Keypair.generate().publicKey.toBase58();
    const half = () => ({ type: 'TRANSFER', to: newAddress(), amount: '50000000' });
    const ask = (index: number): Promise<ApiAnswer<Answer>> => {
      if (index % 3 === 0) return wallet.api.post<Answer>('/v1/transactions/sign', { transaction: raws[index] });
      const body =
        index % 3 === 1
          ? { type: 'BATCH', instructions: [half(), half()] }
          : { type: 'TRANSFER', to: newAddress(), amount: '100000000' };
      return wallet.api.post<Answer>('/v1/transactions/send', body);
    };
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(index)));
    // What waits for a yes is reserved like what runs, so a waiting request may take the place of a running one.
    expect(answers.filter(isGranted).length).toBeLessThanOrEqual(5);
    expect(answers.filter(isGranted).length).toBeGreaterThanOrEqual(1);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  });
});
