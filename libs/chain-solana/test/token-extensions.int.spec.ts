import { AccountLayout, TOKEN_2022_PROGRAM_ID } from '@solana/spl-token';
import { PublicKey } from '@solana/web3.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intentOf, pay } from './attempt.js';
import { newAddress, SolanaFixture } from './solana-fixture.js';

const LANDED = { state: 'mined', succeeded: true };
const RENT = 5_000_000n;
/** Type byte of an account, then one entry: required memos (8), one byte long, on. */
const REQUIRES_MEMO = Buffer.from([2, 8, 0, 1, 0, 1]);

let fixture: SolanaFixture;
beforeAll(async () => {
  fixture = await SolanaFixture.start();
});
afterAll(() => fixture.close());

/** The associated account of `owner`, which takes no transfer without a memo before it. */
async function accountThatWantsMemos(mint: string, owner: string): Promise<string> {
  const address = fixture.tokens.accountOf(mint, owner);
  const data = Buffer.alloc(AccountLayout.span);
  const none = PublicKey.default;
  AccountLayout.encode(
    {
      ...{ mint: new PublicKey(mint), owner: new PublicKey(owner), amount: 0n, state: 1 },
      ...{ delegateOption: 0, delegate: none, isNativeOption: 0, isNative: 0n, delegatedAmount: 0n },
      ...{ closeAuthorityOption: 0, closeAuthority: none },
    },
    data,
  );
  await fixture.node.control.setAccount(address, {
    lamports: RENT,
    owner: TOKEN_2022_PROGRAM_ID.toBase58(),
    data: Buffer.concat([data, REQUIRES_MEMO]),
  });
  return address;
}

describe('a recipient who requires memos', () => {
  it('is paid with one, and a payment without one is stopped before anything is signed', async () => {
    const mint = await fixture.tokens.createMint({ program: 'spl-token-2022' });
    await fixture.tokens.mintTo(mint, fixture.sender, 1_000n);
    const to = newAddress();
    await accountThatWantsMemos(mint, to);
    const transfer = { type: 'TOKEN_TRANSFER', to, amount: '400', token: { address: mint, decimals: 6 } } as const;
    expect((await fixture.chain.gather(intentOf(fixture, transfer))).simulationError).toBeDefined();
    expect(await pay(fixture, intentOf(fixture, transfer, 'invoice 77'))).toMatchObject(LANDED);
    expect(await fixture.chain.tokenBalance(to, mint)).toBe(400n);
  });
});

describe('a mint that bears interest', () => {
  it('is named as one, and moves in base units whatever a wallet would show', async () => {
    const mint = await fixture.tokens.createMint({ program: 'spl-token-2022', interestBasisPoints: 5_000 });
    await fixture.tokens.mintTo(mint, fixture.sender, 1_000n);
    expect(await fixture.chain.token(mint)).toMatchObject({ standard: 'SPL-2022', extensions: ['interest-bearing-config'] });
    const to = newAddress();
    const transfer = { type: 'TOKEN_TRANSFER', to, amount: '400', token: { address: mint, decimals: 6 } } as const;
    expect(await pay(fixture, intentOf(fixture, transfer))).toMatchObject(LANDED);
    expect(await fixture.chain.tokenBalance(to, mint)).toBe(400n);
    expect(await fixture.chain.tokenBalance(fixture.sender, mint)).toBe(600n);
  });
});
