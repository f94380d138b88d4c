import { createMint, getAccount, getOrCreateAssociatedTokenAccount, mintTo, TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import {
  Connection,
  Keypair,
  LAMPORTS_PER_SOL,
  sendAndConfirmTransaction,
  SystemProgram,
  Transaction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOLANA_GENESIS } from './solana-node-options.js';
import { SplTokens } from './spl-tokens.js';
import { startSolanaNode, type SolanaNode } from './start-solana-node.js';

let node: SolanaNode;
let connection: Connection;

beforeAll(async () => {
  node = await startSolanaNode({ slotMs: 20 });
  connection = new Connection(node.url, 'confirmed');
});
afterAll(() => node.stop());

async function fundedKey(): Promise<Keypair> {
  const key = Keypair.generate();
  await node.control.fund(key.publicKey.toBase58(), 10n * BigInt(LAMPORTS_PER_SOL));
  return key;
}

async function transferBytes(from: Keypair, lamports: number): Promise<{ bytes: Uint8Array; to: Keypair }> {
  const to = Keypair.generate();
  const { blockhash } = await new Connection(node.url, 'confirmed').getLatestBlockhash();
  const instructions = [SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to.publicKey, lamports })];
  const message = new TransactionMessage({ payerKey: from.publicKey, recentBlockhash: blockhash, instructions });
  const transaction = new VersionedTransaction(message.compileToV0Message());
  transaction.sign([from]);
  return { bytes: transaction.serialize(), to };
}

describe('the Solana test node with a web3.js connection', () => {
  it('passes for the cluster whose genesis hash it is given', async () => {
    expect(await connection.getGenesisHash()).toBe(SOLANA_GENESIS['solana-devnet']);
  });

  it('airdrops and confirms over the WebSocket', async () => {
    const key = Keypair.generate();
    const latest = await connection.getLatestBlockhash();
    const signature = await connection.requestAirdrop(key.publicKey, LAMPORTS_PER_SOL);
    await connection.confirmTransaction({ signature, ...latest }, 'confirmed');
    expect(await connection.getBalance(key.publicKey)).toBe(LAMPORTS_PER_SOL);
  });

  it('runs a legacy transfer for 5000 lamports per signature', async () => {
    const from = await fundedKey();
    const to = Keypair.generate();
    const transfer = SystemProgram.transfer({ fromPubkey: from.publicKey, toPubkey: to.publicKey, lamports: LAMPORTS_PER_SOL });
    const signature = await sendAndConfirmTransaction(connection, new Transaction().add(transfer), [from]);
    const landed = await connection.getTransaction(signature, { maxSupportedTransactionVersion: 0 });
    expect(landed?.meta?.fee).toBe(5000);
    expect(await connection.getBalance(from.publicKey)).toBe(9 * LAMPORTS_PER_SOL - 5000);
  });

  it('runs the real Token-2022 program', async () => {
    const owner = await fundedKey();
    const options = { commitment: 'confirmed' } as const;
    const program = TOKEN_2022_PROGRAM_ID;
    const mint = await createMint(connection, owner, owner.publicKey, null, 6, undefined, options, program);
    const account = await getOrCreateAssociatedTokenAccount(
      connection,
      owner,
      mint,
      owner.publicKey,
      false,
      'confirmed',
      options,
      program,
    );
    await mintTo(connection, owner, mint, account.address, owner, 5n, [], options, program);
    expect((await getAccount(connection, account.address, 'confirmed', program)).amount).toBe(5n);
  });

  it('refuses a replay and an unfunded payer in preflight', async () => {
    const { bytes } = await transferBytes(await fundedKey(), LAMPORTS_PER_SOL);
    await connection.sendRawTransaction(bytes, { skipPreflight: true });
    await node.control.tick();
    await expect(connection.sendRawTransaction(bytes)).rejects.toThrow('already been processed');
    const poor = await transferBytes(Keypair.generate(), 1);
    await expect(connection.sendRawTransaction(poor.bytes)).rejects.toThrow('no record of a prior credit');
  });
});

describe('the controls of the Solana test node', () => {
  it('lands bytes whose acceptance the sender never heard of', async () => {
    const { bytes, to } = await transferBytes(await fundedKey(), LAMPORTS_PER_SOL);
    await node.control.faults({ submitThenDie: 1 });
    await expect(connection.sendRawTransaction(bytes, { skipPreflight: true })).rejects.toThrow();
    await node.control.tick();
    expect(await node.control.balance(to.publicKey.toBase58())).toBe(BigInt(LAMPORTS_PER_SOL));
  });

  it('forgets what it acknowledged when told to drop', async () => {
    const { bytes, to } = await transferBytes(await fundedKey(), LAMPORTS_PER_SOL);
    await node.control.faults({ drop: 1 });
    await connection.sendRawTransaction(bytes, { skipPreflight: true });
    await node.control.tick();
    expect(await node.control.balance(to.publicKey.toBase58())).toBe(0n);
  });

  it('never lands bytes whose blockhash has expired', async () => {
    const { bytes, to } = await transferBytes(await fundedKey(), LAMPORTS_PER_SOL);
    await node.control.tick(200);
    await expect(connection.sendRawTransaction(bytes)).rejects.toThrow('Blockhash not found');
    await connection.sendRawTransaction(bytes, { skipPreflight: true });
    await node.control.tick();
    expect(await node.control.balance(to.publicKey.toBase58())).toBe(0n);
  });

  it('takes a landed transfer back in a reorg', async () => {
    const { bytes, to } = await transferBytes(await fundedKey(), LAMPORTS_PER_SOL);
    const snapshot = await node.control.snapshot();
    const signature = await connection.sendRawTransaction(bytes, { skipPreflight: true });
    await node.control.tick();
    expect(await node.control.balance(to.publicKey.toBase58())).toBe(BigInt(LAMPORTS_PER_SOL));
    await node.control.rollback(snapshot);
    expect(await node.control.balance(to.publicKey.toBase58())).toBe(0n);
    expect((await connection.getSignatureStatus(signature)).value).toBeNull();
  });

  it('withholds the fee of a Token-2022 mint that takes one', async () => {
    const tokens = new SplTokens(node.control);
    const mint = await tokens.createMint({ program: 'spl-token-2022', transferFeeBasisPoints: 100 });
    const owner = Keypair.generate().publicKey.toBase58();
    await tokens.mintTo(mint, owner, 1_000n);
    expect(await tokens.balance(mint, owner)).toBe(1_000n);
  });

  it('ends with its process and answers nobody afterwards', async () => {
    const other = await startSolanaNode({ slotMs: 0, endpoints: 2 });
    expect(other.endpoints).toHaveLength(2);
    await other.kill();
    await expect(other.control.tick()).rejects.toThrow();
  });
});
