import { Keypair, PublicKey, SystemProgram, TransactionMessage, VersionedTransaction } from '@solana/web3.js';
import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { serializeTransaction, verifyMessage, verifyTypedData, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  until,
  type TestWallet,
} from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const TOKEN = '0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238';
const CHAIN_ID = 11155111;
const MILLI = 10n ** 15n;

interface Signed {
  readonly id: string;
  readonly signedTransaction: Hex;
  readonly txHash: string;
  readonly operations: readonly { readonly type: string }[];
  readonly policyResult: { readonly tier: string };
  readonly code?: string;
  readonly details?: { readonly denyCode?: string; readonly reason?: string };
  readonly signature: Hex;
}

let evm: AnvilNode;
let solana: SolanaNode;
let daemon: DaemonProcess;

beforeAll(async () => {
  evm = await startAnvil({ chainId: CHAIN_ID });
  solana = await startSolanaNode({ slotMs: 400 });
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: evm.url,
      WAIAAS_RPC_SOLANA_DEVNET: solana.url,
      ...QUIET_LIMITS,
    },
  });
});

afterAll(async () => {
  await daemon.dispose();
  await evm.stop();
  await solana.stop();
});

function unsignedEvm(nonce: number, value = MILLI, more: object = {}): Hex {
  const fees = { maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n };
  return serializeTransaction({
    type: 'eip1559',
    chainId: CHAIN_ID,
    nonce,
    gas: 21_000n,
    to: RECIPIENT,
    value,
    ...fees,
    ...more,
  });
}

const sign = (wallet: TestWallet, transaction: string, headers: Record<string, string> = {}) =>
  wallet.api.post<Signed>('/v1/transactions/sign', { transaction, network: 'ethereum-sepolia' }, headers);
const signMessage = (wallet: TestWallet, body: object) =>
  wallet.api.post<Signed>('/v1/transactions/sign-message', { network: 'ethereum-sepolia', ...body });

async function fundedWallet(instantMax = '1000'): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum', instantMax);
  await evm.setBalance(wallet.address, 10n ** 18n);
  return wallet;
}

async function setting(key: string, value: string): Promise<void> {
  const master = await masterOf(daemon);
  await master.must(200, master.put('/v1/admin/settings', { settings: [{ key, value }] }));
}

async function addPolicy(wallet: TestWallet, type: string, rules: object): Promise<void> {
  const master = await masterOf(daemon);
  await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type, rules }));
}

describe('a signed transaction on Ethereum', () => {
  it('lands when its client sends it, and is followed to its end', async () => {
    const wallet = await fundedWallet();
    const { status, body } = await sign(wallet, unsignedEvm(0));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      policyResult: { tier: 'INSTANT' },
      operations: [{ type: 'TRANSFER', to: RECIPIENT, amount: MILLI.toString(), token: null }],
    });
    expect((await until(wallet.api, body.id, (row) => row.status === 'SIGNED')).attempts).toMatchObject([
      { state: 'SIGNED', nonce: 0 },
    ]);
    expect(await evm.rpc('eth_sendRawTransaction', body.signedTransaction)).toBe(body.txHash);
    await evm.mine(70);
    expect(await confirmed(wallet.api, body.id)).toMatchObject({ txHash: body.txHash });
  });

  it('is answered again for the same key, and never made twice', async () => {
    const wallet = await fundedWallet();
    const first = await sign(wallet, unsignedEvm(0), { 'Idempotency-Key': 'one' });
    const again = await sign(wallet, unsignedEvm(0), { 'Idempotency-Key': 'one' });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await sign(wallet, unsignedEvm(1), { 'Idempotency-Key': 'one' })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await sign(wallet, unsignedEvm(0, 2n * MILLI))).toMatchObject({
      status: 400,
      body: { code: 'INVALID_TRANSACTION', details: { reason: 'NONCE', nonce: 1 } },
    });
  });

  it('survives the daemon: a retry after a kill gets the same signature', async () => {
    const wallet = await fundedWallet();
    const first = await sign(wallet, unsignedEvm(0), { 'Idempotency-Key': 'kill' });
    await daemon.kill();
    daemon = await daemon.restart();
    const back = {
      ...wallet,
      api: new (wallet.api.constructor as new (url: string, headers: object) => TestWallet['api'])(await daemon.url(), {
        Authorization: `Bearer ${wallet.token}`,
      }),
    };
    expect((await sign(back, unsignedEvm(0), { 'Idempotency-Key': 'kill' })).body).toEqual(first.body);
  });

  it('counts in the limits: a budget split over many signatures holds', async () => {
    const wallet = await fundedWallet('0.005');
    const answers = [];
    for (let nonce = 0; nonce < 20; nonce += 1) answers.push(await sign(wallet, unsignedEvm(Math.min(nonce, 5))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.at(-1)).toMatchObject({
      status: 403,
      body: { code: 'POLICY_DENIED', details: { denyCode: 'SIGN_TIER_TOO_HIGH' } },
    });
  });

  it.each([
    ['another chain', () => unsignedEvm(0, MILLI, { chainId: 1 }), 'CHAIN_ID_MISMATCH'],
    ['no transaction', () => '0x1234', 'UNSUPPORTED_TX_TYPE'],
    ['bytes that do not decode', () => '0x02c0ff', 'INVALID_TRANSACTION'],
  ])('is refused for %s', async (_, transaction, code) => {
    const wallet = await fundedWallet();
    expect(await sign(wallet, transaction())).toMatchObject({ status: 400, body: { code } });
  });

  it('is denied with a hidden transfer, and with a fee above what fees may come to', async () => {
    const wallet = await fundedWallet();
    const data = `0xa9059cbb${RECIPIENT.slice(2).toLowerCase().padStart(64, '0')}${5n.toString(16).padStart(64, '0')}`;
    expect(await sign(wallet, unsignedEvm(0, 0n, { to: TOKEN, data }))).toMatchObject({
      status: 403,
      body: { details: { denyCode: 'ALLOWED_TOKENS_REQUIRED' } },
    });
    expect(await sign(wallet, unsignedEvm(0, 1n, { maxFeePerGas: 10n ** 15n }))).toMatchObject({
      status: 403,
      body: { details: { denyCode: 'FEE_TOO_HIGH' } },
    });
  });
});

describe('signed transactions on Solana', () => {
  const pay = async (wallet: TestWallet, lamports: number): Promise<string> => {
    const answer = (await solana.control.call('getLatestBlockhash', { commitment: 'confirmed' })) as {
      value: { blockhash: string };
    };
    const payer = new PublicKey(wallet.address);
    const instructions = [SystemProgram.transfer({ fromPubkey: payer, toPubkey: Keypair.generate().publicKey, lamports })];
    const message = new TransactionMessage({ payerKey: payer, recentBlockhash: answer.value.blockhash, instructions });
    return Buffer.from(new VersionedTransaction(message.compileToV0Message()).serialize()).toString('base64');
  };

  it('land when sent, and 32 at once keep to the limit', async () => {
    const wallet = await createWallet(daemon, { chain: 'solana', policyPreset: 'none' });
    await allowNative(daemon, wallet, 'solana', '0.05');
    await solana.control.fund(wallet.address, 10_000_000_000n);
    const raws = await Promise.all(Array.from({ length: 32 }, async () => pay(wallet, 10_000_000)));
    const answers = await Promise.all(
      raws.map((transaction) => wallet.api.post<Signed>('/v1/transactions/sign', { transaction })),
    );
    const signed = answers.filter(({ status }) => status === 200);
    expect(signed).toHaveLength(5);
    const [first] = signed;
    await solana.control.call('sendTransaction', first?.body.signedTransaction, { encoding: 'base64' });
    expect(await confirmed(wallet.api, first?.body.id ?? '')).toMatchObject({ txHash: first?.body.txHash });
  });

  it('are refused where they want another signer, and as a message', async () => {
    const wallet = await createWallet(daemon, { chain: 'solana', policyPreset: 'none' });
    const other = await pay({ ...wallet, address: Keypair.generate().publicKey.toBase58() }, 5);
    expect(await wallet.api.post('/v1/transactions/sign', { transaction: other })).toMatchObject({
      status: 400,
      body: { code: 'WALLET_NOT_SIGNER' },
    });
    const message = 'a\u0000b';
    expect(await wallet.api.post('/v1/transactions/sign-message', { message })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  });
});

describe('signed messages and typed data', () => {
  const permit = (owner: string, more: object = {}) => ({
    types: {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    },
    primaryType: 'Permit',
    domain: { name: 'USD Coin', version: '2', chainId: CHAIN_ID, verifyingContract: TOKEN },
    message: {
      owner,
      spender: RECIPIENT,
      value: '5',
      nonce: '0',
      deadline: String(Math.floor(Date.now() / 1000) + 600),
      ...more,
    },
  });

  it('are refused unless a setting lowers them, and then verify', async () => {
    const wallet = await fundedWallet();
    expect(await signMessage(wallet, { message: 'Hello' })).toMatchObject({
      status: 403,
      body: { details: { denyCode: 'SIGN_TIER_TOO_HIGH' } },
    });
    await setting('policy.sign_message_default_tier', 'NOTIFY');
    const { body } = await signMessage(wallet, { message: 'Hello' });
    expect(await verifyMessage({ address: wallet.address as Hex, message: 'Hello', signature: body.signature })).toBe(true);
    await setting('policy.sign_message_default_tier', 'APPROVAL');
  });

  it('are judged as the approval they grant', async () => {
    const wallet = await fundedWallet();
    const typedData = permit(wallet.address);
    expect(await signMessage(wallet, { signType: 'typedData', typedData })).toMatchObject({
      status: 403,
      body: { details: { denyCode: 'APPROVED_SPENDERS_REQUIRED' } },
    });
    await addPolicy(wallet, 'APPROVED_SPENDERS', { spenders: [{ address: RECIPIENT, maxAmount: '4' }] });
    expect(await signMessage(wallet, { signType: 'typedData', typedData })).toMatchObject({
      status: 403,
      body: { details: { denyCode: 'APPROVED_SPENDERS_VIOLATION' } },
    });
  });

  it('are refused where something is not declared, or for another chain', async () => {
    const wallet = await fundedWallet();
    const hidden = permit(wallet.address, { hidden: 1 });
    expect(await signMessage(wallet, { signType: 'typedData', typedData: hidden })).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', details: { issues: [{ path: 'typedData.message.hidden', code: 'undeclared' }] } },
    });
    const elsewhere = { ...permit(wallet.address), domain: { chainId: 1, verifyingContract: TOKEN } };
    expect(await signMessage(wallet, { signType: 'typedData', typedData: elsewhere })).toMatchObject({ status: 400 });
  });

  it('of a kind nobody knows are signed where a setting allows it', async () => {
    const wallet = await fundedWallet();
    const vote = {
      types: { Vote: [{ name: 'proposal', type: 'uint256' }] },
      primaryType: 'Vote',
      domain: { name: 'Council', chainId: CHAIN_ID },
      message: { proposal: '7' },
    } as const;
    await setting('policy.typed_data_default_tier', 'INSTANT');
    const { status, body } = await signMessage(wallet, { signType: 'typedData', typedData: vote });
    expect(status).toBe(200);
    expect(
      await verifyTypedData({ ...vote, message: { proposal: 7n }, address: wallet.address as Hex, signature: body.signature }),
    ).toBe(true);
    await setting('policy.typed_data_default_tier', 'APPROVAL');
  });
});
