import { createTransferCheckedInstruction } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { networkOf } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSolanaChain, type SolanaChain } from '../src/index.js';
import { coins, intentOf, tokens } from './attempt.js';
import { rawOf } from './raw-builder.js';
import { newAddress, SolanaFixture } from './solana-fixture.js';

const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };
const DECIMALS_OFFSET = 44;
const OWNER_OFFSET = 32;

interface Answer {
  readonly context: object;
  readonly value: readonly ({ readonly data: readonly [string, string] } | null)[];
}

let fixture: SolanaFixture;
let chain: SolanaChain;

beforeEach(async () => {
  fixture = await SolanaFixture.start({ endpoints: 2 });
  const endpoints = fixture.node.endpoints.map(({ url }) => url);
  chain = createSolanaChain({ network: networkOf('solana-devnet'), endpoints, timeoutMs: 3000 });
});
afterEach(() => fixture.close());

/** The second node answers about these accounts as it is, but for some bytes of the first of them. */
async function lieAbout(addresses: readonly string[], offset: number, bytes: Uint8Array): Promise<void> {
  const truth = (await fixture.node.control.call('getMultipleAccounts', addresses, { encoding: 'base64' })) as Answer;
  const value = truth.value.map((account, index) => {
    if (account === null || index > 0) return account;
    const data = Buffer.from(account.data[0], 'base64');
    data.set(bytes, offset);
    return { ...account, data: [data.toString('base64'), 'base64'] };
  });
  await second().faults({ results: { getMultipleAccounts: { ...truth, value } } });
}

function second(): { faults(faults: object): Promise<void> } {
  const [, other] = fixture.node.endpoints;
  if (other === undefined) throw new Error('the fixture has two endpoints');
  return other;
}

describe('the facts of a token', () => {
  it('are told where both endpoints tell the same, and where neither finds a token', async () => {
    expect(await chain.agreedToken(fixture.token.address)).toEqual(fixture.token);
    expect(await chain.agreedToken(newAddress())).toBeUndefined();
  });

  it('are nobody’s word while one of two endpoints counts it otherwise, or is away', async () => {
    await lieAbout([fixture.token.address, newAddress()], DECIMALS_OFFSET, Buffer.from([9]));
    await expect(chain.agreedToken(fixture.token.address)).rejects.toMatchObject(UNAVAILABLE);
    await second().faults({ reset: true, down: true });
    await expect(chain.agreedToken(fixture.token.address)).rejects.toMatchObject(UNAVAILABLE);
    await second().faults({ reset: true, down: false });
  });
});

describe('the owner of a token account that is paid', () => {
  let account: string;
  beforeEach(async () => {
    account = await fixture.tokens.createAccount(fixture.token.address, newAddress());
  });

  it('is one where both endpoints name the same', async () => {
    const facts = await chain.gather(intentOf(fixture, tokens(fixture, account, 5n)));
    expect(facts.tokenAccounts).toMatchObject([{ address: account, mint: fixture.token.address }]);
  });

  it('is none where they name different ones: a node cannot lend an allowed name to an account', async () => {
    await lieAbout([account], OWNER_OFFSET, new PublicKey(newAddress()).toBytes());
    await expect(chain.gather(intentOf(fixture, tokens(fixture, account, 5n)))).rejects.toMatchObject(UNAVAILABLE);
  });

  it('asks nobody else where no token account is named', async () => {
    await second().faults({ rpcError: { code: -32603, message: 'x' }, methods: ['getMultipleAccounts'] });
    expect((await chain.gather(intentOf(fixture, coins(fixture.recipient, 5_000_000n)))).tokenAccounts).toEqual([]);
  });

  it('is none for a transaction built by others either', async () => {
    const answer = (await fixture.node.control.call('getLatestBlockhash')) as { value: { blockhash: string } };
    const payer = fixture.key.publicKey;
    const from = new PublicKey(fixture.tokens.accountOf(fixture.token.address, fixture.sender));
    const mint = new PublicKey(fixture.token.address);
    const transfer = createTransferCheckedInstruction(from, mint, new PublicKey(account), payer, 3, 6);
    const raw = rawOf([transfer], { payer, blockhash: answer.value.blockhash });
    expect((await chain.raw.read(raw, fixture.sender)).tokenAccounts.map(({ address }) => address)).toContain(account);
    await lieAbout(
      [from.toBase58(), mint.toBase58(), account, payer.toBase58()],
      OWNER_OFFSET,
      new PublicKey(newAddress()).toBytes(),
    );
    await expect(chain.raw.read(raw, fixture.sender)).rejects.toMatchObject(UNAVAILABLE);
  });
});
