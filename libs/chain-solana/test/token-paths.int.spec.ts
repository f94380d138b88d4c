import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keypair, PublicKey } from '@solana/web3.js';
import { networkOf } from '@waiaas/core';
import { createSolanaChain } from '../src/index.js';
import { coins, fateOf, intentOf, pay, prepare, tokens } from './attempt.js';
import { newAddress, SolanaFixture } from './solana-fixture.js';

const LANDED = { state: 'mined', succeeded: true };

let fixture: SolanaFixture;
beforeAll(async () => {
  fixture = await SolanaFixture.start();
});
afterAll(() => fixture.close());

describe('the token account of a recipient', () => {
  it('is created once where two transfers to a new wallet run side by side', async () => {
    const to = newAddress();
    const attempts = [
      await prepare(fixture, intentOf(fixture, tokens(fixture, to, 3n))),
      await prepare(fixture, intentOf(fixture, tokens(fixture, to, 4n))),
    ];
    expect(attempts.map(({ params }) => params.createsTokenAccount)).toEqual([true, true]);
    for (const { signed } of attempts) await fixture.chain.broadcast(signed.raw);
    await fixture.mine();
    for (const { ref } of attempts) expect(await fateOf(fixture.chain, ref)).toMatchObject(LANDED);
    expect(await fixture.tokens.balance(fixture.token.address, to)).toBe(7n);
  });

  it('costs exactly the rent that was announced', async () => {
    const to = newAddress();
    const intent = intentOf(fixture, tokens(fixture, to, 1n));
    const { fee } = await fixture.chain.gather(intent);
    const account = fixture.tokens.accountOf(fixture.token.address, to);
    await pay(fixture, intent);
    expect(fee.rent).toBe(await fixture.node.control.balance(account));
    expect(fee.rent).toBeGreaterThan(0n);
  });

  it('costs nothing where it exists', async () => {
    const to = newAddress();
    await fixture.tokens.createAccount(fixture.token.address, to);
    const { fee, params } = await fixture.chain.gather(intentOf(fixture, tokens(fixture, to, 1n)));
    expect(fee.rent).toBe(0n);
    expect(params).toMatchObject({ createsTokenAccount: false });
  });

  it('may belong to a program address, which is on no curve', async () => {
    const [to] = PublicKey.findProgramAddressSync([Buffer.from('vault')], Keypair.generate().publicKey);
    expect(await pay(fixture, intentOf(fixture, tokens(fixture, to.toBase58(), 9n)))).toMatchObject(LANDED);
    expect(await fixture.chain.tokenBalance(to.toBase58(), fixture.token.address)).toBe(9n);
  });

  it('may be named itself, and its owner is reported as the person paid', async () => {
    const owner = newAddress();
    const account = await fixture.tokens.createAccount(fixture.token.address, owner);
    const intent = intentOf(fixture, tokens(fixture, account, 5n));
    const { tokenAccounts } = await fixture.chain.gather(intent);
    expect(tokenAccounts).toEqual([{ address: account, owner, mint: fixture.token.address }]);
    expect(await pay(fixture, intent)).toMatchObject(LANDED);
    expect(await fixture.chain.tokenBalance(owner, fixture.token.address)).toBe(5n);
  });

  it('is refused where it belongs to another token, since nobody could reach what is paid there', async () => {
    const other = await fixture.tokens.createMint();
    const account = await fixture.tokens.createAccount(other, newAddress());
    const refused = fixture.chain.gather(intentOf(fixture, tokens(fixture, account, 5n)));
    await expect(refused).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: 'to', code: 'other_mint' }] },
    });
  });

  it('is refused where the recipient is the mint', async () => {
    const refused = fixture.chain.gather(intentOf(fixture, tokens(fixture, fixture.token.address, 5n)));
    await expect(refused).rejects.toMatchObject({ details: { issues: [{ path: 'to', code: 'is_mint' }] } });
  });

  it('is refused where it was given away to somebody else', async () => {
    const [to, thief] = [newAddress(), Keypair.generate().publicKey];
    const account = await fixture.tokens.createAccount(fixture.token.address, to);
    const state = (await fixture.node.control.call('getAccountInfo', account, { encoding: 'base64' })) as {
      value: { data: [string]; lamports: number; owner: string };
    };
    const data = Buffer.from(state.value.data[0], 'base64');
    data.set(thief.toBytes(), 32);
    await fixture.node.control.setAccount(account, { lamports: BigInt(state.value.lamports), owner: state.value.owner, data });
    const refused = fixture.chain.gather(intentOf(fixture, tokens(fixture, to, 5n)));
    await expect(refused).rejects.toMatchObject({ details: { issues: [{ path: 'to', code: 'owner_changed' }] } });
  });
});

describe('facts of tokens', () => {
  it('refuses an address where no token lives', async () => {
    const intent = intentOf(fixture, { ...tokens(fixture, newAddress(), 1n), token: { address: newAddress(), decimals: 6 } });
    await expect(fixture.chain.gather(intent)).rejects.toMatchObject({ code: 'TOKEN_NOT_FOUND' });
  });

  it('refuses decimals that are not the mint’s', async () => {
    const intent = intentOf(fixture, {
      ...tokens(fixture, newAddress(), 1n),
      token: { address: fixture.token.address, decimals: 9 },
    });
    await expect(fixture.chain.gather(intent)).rejects.toMatchObject({ code: 'TOKEN_METADATA_MISMATCH' });
  });

  it('takes neither a wallet nor a token account for a token', async () => {
    const account = fixture.tokens.accountOf(fixture.token.address, fixture.sender);
    expect(await fixture.chain.token(fixture.sender)).toBeUndefined();
    expect(await fixture.chain.token(account)).toBeUndefined();
  });

  it('names the extensions of a Token-2022 mint, and pays with its transfer fee withheld', async () => {
    const mint = await fixture.tokens.createMint({ program: 'spl-token-2022', transferFeeBasisPoints: 100 });
    await fixture.tokens.mintTo(mint, fixture.sender, 1_000n);
    expect(await fixture.chain.token(mint)).toMatchObject({ standard: 'SPL-2022', extensions: ['transfer-fee-config'] });
    const to = newAddress();
    const intent = intentOf(fixture, { type: 'TOKEN_TRANSFER', to, amount: '1000', token: { address: mint, decimals: 6 } });
    const { fee } = await fixture.chain.gather(intent);
    expect(await pay(fixture, intent)).toMatchObject(LANDED);
    expect(await fixture.chain.tokenBalance(to, mint)).toBe(990n);
    expect(await fixture.node.control.balance(fixture.tokens.accountOf(mint, to))).toBe(fee.rent);
  });
});

describe('rent', () => {
  it('stops a transfer that would leave a new account below the minimum', async () => {
    const { simulationError } = await fixture.chain.gather(intentOf(fixture, coins(newAddress(), 1_000n)));
    expect(simulationError).toMatch(/rent-exempt/);
  });

  it('stops a transfer that would leave the sender with less than the minimum but not with nothing', async () => {
    const probe = intentOf(fixture, coins(fixture.recipient, 5_000_000n));
    const { nativeBalance, fee } = await fixture.chain.gather(probe);
    const all = nativeBalance - fee.maxFee;
    const nearlyAll = await fixture.chain.gather(intentOf(fixture, coins(fixture.recipient, all - 1_000n)));
    expect(nearlyAll.simulationError).toMatch(/rent-exempt/);
    const everything = await fixture.chain.gather(intentOf(fixture, coins(fixture.recipient, all)));
    expect(everything.simulationError).toBeUndefined();
  });

  it('counts the priority fee among what leaves the sender', async () => {
    const [url] = fixture.node.endpoints.map((endpoint) => endpoint.url);
    const priorityFee = { fixedMicroLamports: 1_000_000 };
    const hasty = createSolanaChain({
      network: networkOf('solana-devnet'),
      endpoints: [url ?? ''],
      timeoutMs: 2000,
      priorityFee,
    });
    const minimum = BigInt(Number(await fixture.node.control.call('getMinimumBalanceForRentExemption', 0)));
    const { nativeBalance, fee } = await hasty.gather(intentOf(fixture, coins(fixture.recipient, 5_000_000n)));
    const most = nativeBalance - fee.maxFee - minimum;
    const least = await hasty.gather(intentOf(fixture, coins(fixture.recipient, most)));
    expect(least.simulationError).toBeUndefined();
    const below = await hasty.gather(intentOf(fixture, coins(fixture.recipient, most + 1n)));
    expect(below.simulationError).toMatch(/rent-exempt/);
  });

  it('reports more than there is as insufficient funds, with the balance beside it', async () => {
    const facts = await fixture.chain.gather(intentOf(fixture, coins(fixture.recipient, 2n ** 62n)));
    expect(facts.simulationError).toBe('insufficient funds');
    expect(facts.nativeBalance).toBe(await fixture.chain.nativeBalance(fixture.sender));
  });

  it('gives facts for a wallet that holds nothing at all', async () => {
    const intent = { ...intentOf(fixture, coins(fixture.recipient, 1n)), from: newAddress() };
    const facts = await fixture.chain.gather(intent);
    expect(facts.nativeBalance).toBe(0n);
    expect(facts.simulationError).toBe('insufficient funds for the fee');
  });
});
