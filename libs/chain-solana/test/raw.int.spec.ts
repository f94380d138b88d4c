import {
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
  getAssociatedTokenAddressSync,
} from '@solana/spl-token';
import {
  AddressLookupTableAccount,
  AddressLookupTableProgram,
  Keypair,
  PublicKey,
  SystemProgram,
  type TransactionInstruction,
} from '@solana/web3.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawOf, type RawOptions } from './raw-builder.js';
import { newAddress, signWith, SolanaFixture } from './solana-fixture.js';

const NO_DEACTIVATION = 2n ** 64n - 1n;

let fixture: SolanaFixture;
beforeAll(async () => {
  fixture = await SolanaFixture.start();
});
afterAll(() => fixture.close());

async function blockhash(): Promise<string> {
  const answer = (await fixture.node.control.call('getLatestBlockhash', { commitment: 'confirmed' })) as {
    value: { blockhash: string };
  };
  return answer.value.blockhash;
}

async function build(instructions: TransactionInstruction[], options: Partial<RawOptions> = {}): Promise<string> {
  return rawOf(instructions, { payer: fixture.key.publicKey, blockhash: await blockhash(), ...options });
}

const payment = (to: PublicKey, lamports: number) =>
  SystemProgram.transfer({ fromPubkey: fixture.key.publicKey, toPubkey: to, lamports });

/** A table in an account of its own, as the program stores it. */
async function tableOf(entries: readonly PublicKey[], deactivationSlot = NO_DEACTIVATION): Promise<AddressLookupTableAccount> {
  const key = Keypair.generate().publicKey;
  const meta = Buffer.alloc(56);
  meta.writeUInt32LE(1, 0);
  meta.writeBigUInt64LE(deactivationSlot, 4);
  const data = Buffer.concat([meta, ...entries.map((entry) => entry.toBytes())]);
  const owner = AddressLookupTableProgram.programId.toBase58();
  await fixture.node.control.setAccount(key.toBase58(), { lamports: 5_000_000n, owner, data });
  return new AddressLookupTableAccount({ key, state: AddressLookupTableAccount.deserialize(data) });
}

describe('a foreign transaction', () => {
  it('is read, completed by the wallet and takes its fee and amount on the chain', async () => {
    const to = new PublicKey(newAddress());
    const raw = await build([payment(to, 7_000_000)]);
    const read = await fixture.chain.raw.read(raw, fixture.sender);
    expect(read).toMatchObject({
      operations: [{ type: 'TRANSFER', to: to.toBase58(), amount: '7000000' }],
      maxFee: 5000n,
    });
    const before = await fixture.chain.nativeBalance(fixture.sender);
    const { raw: signed, hash } = fixture.chain.raw.complete(raw, fixture.sender, signWith(fixture.key, read.unsigned));
    expect(await fixture.chain.broadcast(signed)).toEqual({ outcome: 'accepted' });
    await fixture.tick(2);
    const [fate] = await fixture.chain.fates([{ hash: hash ?? '', from: fixture.sender }]);
    expect(fate).toMatchObject({ state: 'mined', succeeded: true });
    expect(before - (await fixture.chain.nativeBalance(fixture.sender))).toBe(7_005_000n);
  });

  it('names the person behind a token account, one that the transaction makes itself included', async () => {
    const mint = new PublicKey(fixture.token.address);
    const [known, fresh] = [new PublicKey(newAddress()), new PublicKey(newAddress())];
    await fixture.tokens.createAccount(fixture.token.address, known.toBase58());
    const own = getAssociatedTokenAddressSync(mint, fixture.key.publicKey);
    const [toKnown, toFresh] = [known, fresh].map((owner) => getAssociatedTokenAddressSync(mint, owner)) as [
      PublicKey,
      PublicKey,
    ];
    const raw = await build([
      createTransferCheckedInstruction(own, mint, toKnown, fixture.key.publicKey, 3, 6),
      createAssociatedTokenAccountIdempotentInstruction(fixture.key.publicKey, toFresh, fresh, mint),
      createTransferCheckedInstruction(own, mint, toFresh, fixture.key.publicKey, 4, 6),
    ]);
    const { operations } = await fixture.chain.raw.read(raw, fixture.sender);
    const token = fixture.token.address;
    expect(operations).toEqual([
      { type: 'TOKEN_TRANSFER', to: known.toBase58(), amount: '3', token },
      { type: 'TRANSFER', to: fresh.toBase58(), amount: '2039280' },
      { type: 'TOKEN_TRANSFER', to: fresh.toBase58(), amount: '4', token },
    ]);
  });

  it('has its lookup tables resolved', async () => {
    const to = new PublicKey(newAddress());
    const table = await tableOf([new PublicKey(newAddress()), to]);
    const { operations } = await fixture.chain.raw.read(await build([payment(to, 5)], { tables: [table] }), fixture.sender);
    expect(operations).toEqual([{ type: 'TRANSFER', to: to.toBase58(), amount: '5' }]);
  });

  it('costs nothing where somebody else pays, and then nothing proves that it did not land', async () => {
    const payer = Keypair.generate();
    const raw = await build([payment(payer.publicKey, 5)], { payer: payer.publicKey });
    expect(await fixture.chain.raw.read(raw, fixture.sender)).toMatchObject({ maxFee: 0n, params: { isPaidByOther: true } });
  });

  it.each([
    [
      'a table that does not exist',
      async (to: PublicKey) => {
        const table = await tableOf([to]);
        const missing = new AddressLookupTableAccount({ key: Keypair.generate().publicKey, state: table.state });
        return build([payment(to, 5)], { tables: [missing] });
      },
      'LOOKUP_TABLE',
    ],
    [
      'a table that is being closed',
      async (to: PublicKey) => build([payment(to, 5)], { tables: [await tableOf([to], 1n)] }),
      'LOOKUP_TABLE',
    ],
    [
      'an entry that its table does not have',
      async (to: PublicKey) => {
        const table = await tableOf([new PublicKey(newAddress())]);
        const longer = { ...table.state, addresses: [...table.state.addresses, to] };
        return build([payment(to, 5)], { tables: [new AddressLookupTableAccount({ key: table.key, state: longer })] });
      },
      'LOOKUP_ENTRY',
    ],
    [
      'a blockhash nobody knows',
      async (to: PublicKey) => build([payment(to, 5)], { blockhash: newAddress() }),
      'BLOCKHASH_UNKNOWN',
    ],
    [
      'a durable nonce',
      async (to: PublicKey) =>
        build([
          SystemProgram.nonceAdvance({ noncePubkey: new PublicKey(newAddress()), authorizedPubkey: fixture.key.publicKey }),
          payment(to, 5),
        ]),
      'SOLANA_DURABLE_NONCE',
    ],
    [
      'a durable nonce further back',
      async (to: PublicKey) =>
        build([
          payment(to, 5),
          SystemProgram.nonceAdvance({ noncePubkey: new PublicKey(newAddress()), authorizedPubkey: fixture.key.publicKey }),
        ]),
      'SOLANA_DURABLE_NONCE',
    ],
    ['no instruction', async () => build([]), 'NO_INSTRUCTION'],
  ])('is refused with %s', async (_, make, reason) => {
    const raw = await make(new PublicKey(newAddress()));
    await expect(fixture.chain.raw.read(raw, fixture.sender)).rejects.toMatchObject({ details: { reason } });
  });

  it('is refused with a blockhash that has expired', async () => {
    const old = await blockhash();
    await fixture.kill();
    const raw = await build([payment(new PublicKey(newAddress()), 5)], { blockhash: old });
    await expect(fixture.chain.raw.read(raw, fixture.sender)).rejects.toMatchObject({ details: { reason: 'BLOCKHASH_UNKNOWN' } });
  });
});
