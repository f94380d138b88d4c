import { AddressLookupTableProgram, Keypair, PublicKey, SystemProgram, VersionedTransaction } from '@solana/web3.js';
import { createTransferInstruction, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractCall, SolanaInstruction } from '@waiaas/core';
import { coins, fateOf, intentOf, pay, prepare, tokens } from './attempt.js';
import { newAddress, SolanaFixture } from './solana-fixture.js';

const LANDED = { state: 'mined', succeeded: true };
const NONCE_ADVANCE = Buffer.from([4, 0, 0, 0]).toString('base64');

let fixture: SolanaFixture;
beforeAll(async () => {
  fixture = await SolanaFixture.start();
});
afterAll(() => fixture.close());

/** The memo in a landed transaction, as the chain stored it. */
async function memoOn(hash: string): Promise<string | undefined> {
  const landed = (await fixture.node.control.call('getTransaction', hash, { commitment: 'confirmed', encoding: 'base64' })) as {
    transaction: [string];
  };
  const { message } = VersionedTransaction.deserialize(Buffer.from(landed.transaction[0], 'base64'));
  const programs = message.staticAccountKeys.map((key) => key.toBase58());
  const memo = message.compiledInstructions.find(({ programIdIndex }) => programs[programIdIndex]?.startsWith('Memo'));
  return memo === undefined ? undefined : Buffer.from(memo.data).toString('utf8');
}

function callOf(fromInstruction: {
  programId: PublicKey;
  keys: { pubkey: PublicKey; isSigner: boolean; isWritable: boolean }[];
  data: Buffer;
}): ContractCall {
  return {
    type: 'CONTRACT_CALL',
    contractAddress: fromInstruction.programId.toBase58(),
    amount: '0',
    calldata: fromInstruction.data.toString('base64'),
    accounts: fromInstruction.keys.map(({ pubkey, isSigner, isWritable }) => ({
      pubkey: pubkey.toBase58(),
      isSigner,
      isWritable,
    })),
  };
}

describe('a memo', () => {
  it.each([
    ['a coin transfer', (): ReturnType<typeof coins> => coins(newAddress(), 5_000_000n)],
    ['a token transfer that creates an account', (): ReturnType<typeof tokens> => tokens(fixture, newAddress(), 1n)],
  ])('travels with %s in any script', async (_, body) => {
    const memo = 'Rechnung № 77 — 支払い 🧾';
    const { signed, ref } = await prepare(fixture, intentOf(fixture, body(), memo));
    await fixture.chain.broadcast(signed.raw);
    await fixture.mine();
    expect(await fateOf(fixture.chain, ref)).toMatchObject(LANDED);
    expect(await memoOn(signed.hash)).toBe(memo);
  });

  it('that does not fit one packet is refused before anything is signed', async () => {
    const refused = fixture.chain.gather(intentOf(fixture, tokens(fixture, newAddress(), 1n), '語'.repeat(400)));
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_TRANSACTION' });
  });
});

describe('a batch', () => {
  it('moves coins and tokens in one transaction, creating one account per recipient', async () => {
    const [first, second] = [newAddress(), newAddress()];
    const instructions = [coins(first, 5_000_000n), tokens(fixture, second, 2n), tokens(fixture, second, 3n)];
    const intent = intentOf(fixture, { type: 'BATCH', instructions });
    const { fee } = await fixture.chain.gather(intent);
    expect(await pay(fixture, intent)).toMatchObject(LANDED);
    expect(await fixture.chain.nativeBalance(first)).toBe(5_000_000n);
    expect(await fixture.chain.tokenBalance(second, fixture.token.address)).toBe(5n);
    expect(fee.rent).toBe(await fixture.node.control.balance(fixture.tokens.accountOf(fixture.token.address, second)));
  });

  it('moves nothing where one part fails', async () => {
    const to = newAddress();
    const instructions = [coins(to, 5_000_000n), tokens(fixture, to, fixture.tokenHeld * 2n)];
    const facts = await fixture.chain.gather(intentOf(fixture, { type: 'BATCH', instructions }));
    expect(facts.simulationError).toBe('insufficient token balance');
  });

  it('that does not fit one packet is refused by name', async () => {
    const instructions = Array.from({ length: 20 }, () => tokens(fixture, newAddress(), 1n));
    const refused = fixture.chain.gather(intentOf(fixture, { type: 'BATCH', instructions }));
    await expect(refused).rejects.toMatchObject({ code: 'BATCH_SIZE_EXCEEDED' });
  });
});

describe('an approval', () => {
  async function delegateOf(account: string): Promise<unknown> {
    const state = (await fixture.node.control.call('getAccountInfo', account, { encoding: 'jsonParsed' })) as {
      value: { data: { parsed: { info: { delegate?: string } } } };
    };
    return state.value.data.parsed.info.delegate;
  }

  it('names a delegate, and an amount of nothing takes it back', async () => {
    const spender = newAddress();
    const account = fixture.tokens.accountOf(fixture.token.address, fixture.sender);
    const token = { address: fixture.token.address, decimals: 6 };
    expect(await pay(fixture, intentOf(fixture, { type: 'APPROVE', spender, amount: '10', token }))).toMatchObject(LANDED);
    expect(await delegateOf(account)).toBe(spender);
    expect(await pay(fixture, intentOf(fixture, { type: 'APPROVE', spender, amount: '0', token }))).toMatchObject(LANDED);
    expect(await delegateOf(account)).toBeUndefined();
  });
});

describe('a collectible', () => {
  it('moves as a mint without decimals', async () => {
    const mint = await fixture.tokens.createMint({ decimals: 0 });
    await fixture.tokens.mintTo(mint, fixture.sender, 1n);
    const to = newAddress();
    const token = { address: mint, tokenId: '0', standard: 'SPL' } as const;
    expect(await pay(fixture, intentOf(fixture, { type: 'NFT_TRANSFER', to, amount: '1', token }))).toMatchObject(LANDED);
    expect(await fixture.chain.tokenBalance(to, mint)).toBe(1n);
  });
});

describe('a call', () => {
  it('runs instructions of any program in order, without their own compute budget', async () => {
    const to = Keypair.generate().publicKey;
    const call = callOf(SystemProgram.transfer({ fromPubkey: fixture.key.publicKey, toPubkey: to, lamports: 5_000_000 }));
    const limit: SolanaInstruction = { programId: 'ComputeBudget111111111111111111111111111111', accounts: [], data: 'AgAAAQA=' };
    expect(await pay(fixture, intentOf(fixture, { ...call, preInstructions: [limit] }))).toMatchObject(LANDED);
    expect(await fixture.chain.nativeBalance(to.toBase58())).toBe(5_000_000n);
  });

  it('reports the owners of the token accounts it pays into', async () => {
    const owner = newAddress();
    const account = await fixture.tokens.createAccount(fixture.token.address, owner);
    const source = fixture.tokens.accountOf(fixture.token.address, fixture.sender);
    const transfer = createTransferInstruction(
      new PublicKey(source),
      new PublicKey(account),
      fixture.key.publicKey,
      5n,
      [],
      TOKEN_PROGRAM_ID,
    );
    const { tokenAccounts } = await fixture.chain.gather(intentOf(fixture, callOf(transfer)));
    expect(tokenAccounts).toContainEqual({ address: account, owner, mint: fixture.token.address });
  });

  it('resolves lookup tables when it is built and compares what they hold', async () => {
    const to = Keypair.generate().publicKey;
    const meta = Buffer.alloc(56);
    meta.writeUInt32LE(1, 0);
    meta.fill(0xff, 4, 12);
    const table = newAddress();
    const owner = AddressLookupTableProgram.programId.toBase58();
    await fixture.node.control.setAccount(table, { lamports: 5_000_000n, owner, data: Buffer.concat([meta, to.toBytes()]) });
    const call = callOf(SystemProgram.transfer({ fromPubkey: fixture.key.publicKey, toPubkey: to, lamports: 5_000_000 }));
    const intent = intentOf(fixture, { ...call, addressLookupTableAddresses: [table] });
    const { params } = await prepare(fixture, intent);
    expect(params.lookupTables).toEqual([{ address: table, addresses: [to.toBase58()] }]);
    expect(await pay(fixture, intent)).toMatchObject(LANDED);
    expect(await fixture.chain.nativeBalance(to.toBase58())).toBe(5_000_000n);
  });

  it('is refused with a durable nonce, which would never expire', async () => {
    const nonce: SolanaInstruction = { programId: SystemProgram.programId.toBase58(), accounts: [], data: NONCE_ADVANCE };
    const call = callOf(
      SystemProgram.transfer({ fromPubkey: fixture.key.publicKey, toPubkey: fixture.key.publicKey, lamports: 1 }),
    );
    const refused = fixture.chain.gather(intentOf(fixture, { ...call, preInstructions: [nonce] }));
    await expect(refused).rejects.toMatchObject({ code: 'UNSUPPORTED_TX_TYPE' });
  });

  it('is refused where somebody else must sign', async () => {
    const other = Keypair.generate().publicKey;
    const call = callOf(SystemProgram.transfer({ fromPubkey: other, toPubkey: fixture.key.publicKey, lamports: 1 }));
    const refused = fixture.chain.gather(intentOf(fixture, call));
    await expect(refused).rejects.toMatchObject({ details: { issues: [{ path: 'accounts', code: 'foreign_signer' }] } });
  });
});

describe('many at once', () => {
  it('lands 32 parallel transfers of one wallet, each once', async () => {
    const recipients = Array.from({ length: 32 }, newAddress);
    const attempts = await Promise.all(recipients.map((to) => prepare(fixture, intentOf(fixture, coins(to, 5_000_000n)))));
    await Promise.all(
      attempts.flatMap(({ signed }) => [fixture.chain.broadcast(signed.raw), fixture.chain.broadcast(signed.raw)]),
    );
    await fixture.mine();
    const fates = await fixture.chain.fates(attempts.map(({ ref }) => ref));
    expect(fates.every((fate) => fate.state === 'mined' && fate.succeeded)).toBe(true);
    const balances = await Promise.all(recipients.map((to) => fixture.chain.nativeBalance(to)));
    expect(balances.every((balance) => balance === 5_000_000n)).toBe(true);
  });
});

describe('an address that is none', () => {
  it('is refused by name wherever a request or a read names it', async () => {
    const wrong = 'l'.repeat(43);
    const invalid = { code: 'INVALID_ADDRESS' };
    const call = callOf(
      SystemProgram.transfer({ fromPubkey: fixture.key.publicKey, toPubkey: fixture.key.publicKey, lamports: 1 }),
    );
    const accounts = [{ pubkey: wrong, isSigner: false, isWritable: true }];
    await expect(fixture.chain.gather(intentOf(fixture, coins(wrong, 1n)))).rejects.toMatchObject(invalid);
    await expect(fixture.chain.gather(intentOf(fixture, { ...call, accounts }))).rejects.toMatchObject(invalid);
    await expect(fixture.chain.nativeBalance(wrong)).rejects.toMatchObject(invalid);
    await expect(fixture.chain.tokenBalance(fixture.sender, wrong)).rejects.toMatchObject(invalid);
    await expect(fixture.chain.token('0x8617E340B3D01FA5F11F306F4090FD50E238070D')).rejects.toMatchObject(invalid);
  });
});

describe('what a program logs', () => {
  it('is handed on with the facts, for people to read', async () => {
    const { simulationLogs } = await fixture.chain.gather(intentOf(fixture, coins(newAddress(), 5_000_000n)));
    expect(simulationLogs).toContain('Program 11111111111111111111111111111111 success');
  });
});

describe('requests Solana has no form of', () => {
  it('are refused by name', async () => {
    const deploy = fixture.chain.gather(intentOf(fixture, { type: 'CONTRACT_DEPLOY', amount: '0', calldata: '0x00' }));
    await expect(deploy).rejects.toMatchObject({ code: 'UNSUPPORTED_TX_TYPE' });
    const large = fixture.chain.gather(intentOf(fixture, coins(newAddress(), 2n ** 64n)));
    await expect(large).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
