import { createTransferInstruction } from '@solana/spl-token';
import { ComputeBudgetProgram, Keypair, PublicKey, SystemProgram, type TransactionInstruction } from '@solana/web3.js';
import { SplTokens, startSolanaNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { addPolicies, denied, refused, send, simulate, type Sent } from '../src/harness/policies.js';
import { confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const SOL = 1_000_000_000n;
const SYSTEM = SystemProgram.programId.toBase58();
const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
const BUDGET = ComputeBudgetProgram.programId.toBase58();

const newAddress = () => Keypair.generate().publicKey.toBase58();

/** An instruction as a send body writes it. */
function asCall({ programId, keys, data }: TransactionInstruction) {
  return {
    type: 'CONTRACT_CALL',
    programId: programId.toBase58(),
    instructionData: data.toString('base64'),
    accounts: keys.map(({ pubkey, isSigner, isWritable }) => ({ pubkey: pubkey.toBase58(), isSigner, isWritable })),
  };
}

describe('every type of request on a real Solana machine', () => {
  let node: SolanaNode;
  let daemon: DaemonProcess;
  let wallet: TestWallet;
  let tokens: SplTokens;
  let mint: string;
  const recipient = newAddress();

  beforeAll(async () => {
    node = await startSolanaNode();
    tokens = new SplTokens(node.control);
    mint = await tokens.createMint();
    daemon = await DaemonProcess.start({
      env: { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_SOLANA_DEVNET: node.url, ...QUIET_LIMITS },
    });
    wallet = await createWallet(daemon, { chain: 'solana', policyPreset: 'none' });
    await node.control.fund(wallet.address, 100n * SOL);
    await tokens.mintTo(mint, wallet.address, 1_000_000n);
    const generous = { instant_max: '1000', notify_max: '1000', delay_max: '1000' };
    await addPolicies(daemon, wallet, {
      SPENDING_LIMIT: {
        token_limits: { 'native:solana': generous, [`solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1/token:${mint}`]: generous },
      },
      ALLOWED_TOKENS: { tokens: [{ address: mint }] },
      APPROVED_SPENDERS: { spenders: [{ address: recipient }] },
      APPROVE_TIER_OVERRIDE: { tier: 'INSTANT' },
      CONTRACT_WHITELIST: { contracts: [SYSTEM, TOKEN_PROGRAM, BUDGET].map((address) => ({ address })) },
      WHITELIST: { allowed_addresses: [recipient] },
    });
  });

  afterAll(async () => {
    await daemon.dispose();
    await node.stop();
  });

  const carryOut = async (body: object): Promise<Sent> => {
    const sent = await send(wallet, body);
    await confirmed(wallet.api, sent.id);
    return sent;
  };
  const pay = (to: string, lamports: bigint) =>
    SystemProgram.transfer({ fromPubkey: new PublicKey(wallet.address), toPubkey: new PublicKey(to), lamports });

  it('sends a batch of coins, tokens and an approval as one', async () => {
    const body = {
      type: 'BATCH',
      instructions: [
        { to: recipient, humanAmount: '1' },
        { to: recipient, token: { address: mint }, amount: '700' },
        { spender: recipient, token: { address: mint }, amount: '5' },
      ],
    };
    const sent = await carryOut(body);
    expect(sent.tier).toBe('INSTANT');
    expect(await node.control.balance(recipient)).toBe(SOL);
    expect(await tokens.balance(mint, recipient)).toBe(700n);
    await carryOut({ type: 'APPROVE', spender: recipient, token: { address: mint }, amount: '0' });
  });

  it('calls a program, with instructions around the call', async () => {
    const before = await node.control.balance(recipient);
    const { programId, accounts, instructionData: data } = asCall(pay(recipient, 7n));
    const sent = await carryOut({ ...asCall(pay(recipient, SOL)), preInstructions: [{ programId, accounts, data }] });
    expect(sent.tier).toBe('INSTANT');
    expect((await node.control.balance(recipient)) - before).toBe(SOL + 7n);
  });

  it('pays no more for its place than the daemon chooses', async () => {
    const { programId, instructionData: data } = asCall(ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 10n ** 12n }));
    const before = await node.control.balance(wallet.address);
    await carryOut({ ...asCall(pay(recipient, 1n)), preInstructions: [{ programId, data }] });
    expect(before - (await node.control.balance(wallet.address))).toBeLessThan(100_000n);
  });

  it('judges a payment inside a call by who is paid', async () => {
    const stranger = newAddress();
    expect((await denied(wallet, asCall(pay(stranger, 1n)))).details.denyCode).toBe('WHITELIST_VIOLATION');
    const account = await tokens.createAccount(mint, stranger);
    const own = new PublicKey(tokens.accountOf(mint, wallet.address));
    const move = createTransferInstruction(own, new PublicKey(account), new PublicKey(wallet.address), 5n);
    expect((await denied(wallet, asCall(move))).details.denyCode).toBe('WHITELIST_VIOLATION');
    const direct = { type: 'TOKEN_TRANSFER', to: account, token: { address: mint }, amount: '1' };
    expect((await denied(wallet, direct)).details.denyCode).toBe('WHITELIST_VIOLATION');
    const paid = await tokens.createAccount(mint, recipient);
    await carryOut({ ...direct, to: paid });
  });

  it('judges a batch by each of its instructions', async () => {
    const body = {
      type: 'BATCH',
      instructions: [
        { to: recipient, amount: '1' },
        { to: newAddress(), amount: '1' },
      ],
    };
    expect((await denied(wallet, body)).details.denyCode).toBe('WHITELIST_VIOLATION');
    expect((await simulate(wallet, body)).policy).toMatchObject({ allowed: false, denyCode: 'WHITELIST_VIOLATION' });
  });

  it('refuses to hand over an account', async () => {
    const assign = SystemProgram.assign({ accountPubkey: new PublicKey(wallet.address), programId: new PublicKey(recipient) });
    expect((await denied(wallet, asCall(assign))).details.denyCode).toBe('ALLOWED_TOKENS_VIOLATION');
  });

  it('refuses a batch that fits no transaction', async () => {
    const instructions = Array.from({ length: 20 }, () => ({ to: newAddress(), token: { address: mint }, amount: '1' }));
    expect(await refused(wallet, { type: 'BATCH', instructions })).toEqual({ status: 400, code: 'BATCH_SIZE_EXCEEDED' });
  });

  it('simulates a batch with everything that leaves', async () => {
    const body = {
      type: 'BATCH',
      instructions: [
        { to: recipient, amount: '10' },
        { to: recipient, token: { address: mint }, amount: '3' },
        { to: recipient, token: { address: mint }, amount: '4' },
      ],
    };
    const answer = await simulate(wallet, body);
    expect(answer).toMatchObject({ success: true, policy: { allowed: true, tier: 'INSTANT' } });
    expect(answer.balanceChanges[1]).toMatchObject({ asset: mint, changeAmount: '-7' });
  });
});
