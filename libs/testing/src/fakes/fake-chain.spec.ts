import { networkOf, type NetworkName, type TokenFacts } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import type { ChainFixture } from '../contract/chain-fixture.js';
import { chainPortContract } from '../contract/chain-port.contract.js';
import { coinTransfer, prepare } from '../contract/contract-steps.js';
import { FakeChain } from './fake-chain.js';
import { signFakeTransaction } from './fake-chain-codec.js';

const TOKEN: TokenFacts = { address: 'token', decimals: 6, symbol: 'USDX', name: 'Test dollar', standard: 'ERC-20' };

function makeFixture(name: NetworkName): () => Promise<ChainFixture & { readonly chain: FakeChain }> {
  return () => {
    const chain = new FakeChain({ network: networkOf(name) });
    chain.fund('sender', 10n ** 18n);
    chain.fund('sender', 1_000_000n, TOKEN);
    const run = (act: () => void): Promise<void> => {
      act();
      return Promise.resolve();
    };
    return Promise.resolve({
      chain,
      sender: 'sender',
      nativeHeld: 10n ** 18n,
      token: TOKEN,
      tokenHeld: 1_000_000n,
      recipient: 'recipient',
      stranger: 'stranger',
      amount: 5000n,
      unknownHash: `0x${'ab'.repeat(32)}`,
      sign: (unsigned) => Promise.resolve(signFakeTransaction(unsigned, 'sender')),
      signAsOther: (unsigned) => Promise.resolve(signFakeTransaction(unsigned, 'other')),
      refOf: (signed, unsigned) => {
        const { nonce, lastValidBlockHeight } = JSON.parse(Buffer.from(unsigned.payload, 'hex').toString()) as Record<
          string,
          number
        >;
        return {
          hash: signed.hash,
          from: 'sender',
          ...(nonce === undefined ? {} : { nonce }),
          ...(lastValidBlockHeight === undefined ? {} : { lastValidBlockHeight }),
        };
      },
      mine: () => run(() => chain.mine()),
      finalize: () => run(() => chain.finalize()),
      drop: (hash) => run(() => chain.drop(hash)),
      kill: (attempt) => run(() => chain.expire(attempt)),
      reorg: () => run(() => chain.reorg()),
      disconnect: () => run(() => chain.goAbsent()),
      reconnect: () => run(() => chain.comeBack()),
      loseNextAnswer: () => run(() => chain.loseNextAnswer()),
      close: () => Promise.resolve(),
    });
  };
}

chainPortContract('the fake EVM chain', makeFixture('base-sepolia'));
chainPortContract('the fake Solana chain', makeFixture('solana-devnet'));

describe('the faults of the fake chain', () => {
  it('refuses the next broadcasts for the named reasons and takes the one after', async () => {
    const fixture = await makeFixture('base-sepolia')();
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    fixture.chain.rejectNext('underpriced', 'other');
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'rejected', reason: 'underpriced' });
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'rejected', reason: 'other' });
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'accepted' });
    expect(fixture.chain.broadcasts).toBe(3);
  });

  it('includes at once when told to mine by itself', async () => {
    const chain = new FakeChain({ network: networkOf('base-sepolia'), automine: true });
    chain.fund('sender', 10n ** 18n);
    const fixture = { ...(await makeFixture('base-sepolia')()), chain };
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    await chain.broadcast(signed.raw);
    expect(await chain.nativeBalance('recipient')).toBe(fixture.amount);
  });
});
