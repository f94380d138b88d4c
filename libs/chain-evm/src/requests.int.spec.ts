import type { IntentBody } from '@waiaas/core';
import {
  deployTestMultiToken,
  deployTestNft,
  fateOf,
  intentOf,
  land,
  prepare,
  coinTransfer,
  testMultiTokenBalance,
  testNftOwner,
  testTokenAllowance,
} from '@waiaas/testing';
import { encodeFunctionData, parseAbi } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAnvilFixture, RECIPIENT, SENDER, type AnvilFixture } from '../test/anvil-fixture.js';

const MOST = (1n << 256n) - 1n;

let fixture: AnvilFixture;

beforeEach(async () => {
  fixture = await makeAnvilFixture();
});

afterEach(async () => {
  await fixture.close();
});

async function succeed(body: IntentBody): Promise<string> {
  const attempt = await prepare(fixture, intentOf(fixture, body));
  await land(fixture, attempt);
  expect(await fateOf(fixture, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true });
  return attempt.signed.hash;
}

describe('every kind of request on a real node', () => {
  it('approves and revokes an ERC-20 allowance', async () => {
    const { token, node } = fixture;
    const allowance = (): Promise<bigint> => testTokenAllowance(node, token.address, SENDER, RECIPIENT);
    await succeed({ type: 'APPROVE', spender: RECIPIENT, amount: MOST.toString(), token });
    expect(await allowance()).toBe(MOST);
    await succeed({ type: 'APPROVE', spender: RECIPIENT, amount: '0', token });
    expect(await allowance()).toBe(0n);
  });

  it('transfers an ERC-721 token', async () => {
    const address = await deployTestNft(fixture.node, SENDER, [MOST]);
    await succeed({
      type: 'NFT_TRANSFER',
      to: RECIPIENT,
      amount: '1',
      token: { address, tokenId: MOST.toString(), standard: 'ERC-721' },
    });
    expect(await testNftOwner(fixture.node, address, MOST)).toBe(RECIPIENT);
  });

  it('approves an ERC-721 token to a spender and to nobody again', async () => {
    const address = await deployTestNft(fixture.node, SENDER, [7n]);
    const approved = async (): Promise<string> => {
      const data = encodeFunctionData({ abi: parseAbi(['function getApproved(uint256)']), args: [7n] });
      return `0x${(await fixture.node.rpc<string>('eth_call', { to: address, data }, 'latest')).slice(-40)}`;
    };
    const nft = { tokenId: '7', standard: 'ERC-721' } as const;
    await succeed({ type: 'APPROVE', spender: RECIPIENT, amount: '1', token: { address, decimals: 0 }, nft });
    expect(await approved()).toBe(RECIPIENT.toLowerCase());
    await succeed({ type: 'APPROVE', spender: RECIPIENT, amount: '0', token: { address, decimals: 0 }, nft });
    expect(BigInt(await approved())).toBe(0n);
  });

  it('transfers some of an ERC-1155 token and approves an operator', async () => {
    const address = await deployTestMultiToken(fixture.node, SENDER, 5n, 100n);
    const token = { address, tokenId: '5', standard: 'ERC-1155' } as const;
    await succeed({ type: 'NFT_TRANSFER', to: RECIPIENT, amount: '40', token });
    expect(await testMultiTokenBalance(fixture.node, address, RECIPIENT, 5n)).toBe(40n);
    await succeed({ type: 'APPROVE', spender: RECIPIENT, amount: '1', token: { address, decimals: 0 }, nft: token });
    const abi = parseAbi(['function isApprovedForAll(address, address)']);
    const data = encodeFunctionData({ abi, args: [SENDER, RECIPIENT] });
    expect(BigInt(await fixture.node.rpc<string>('eth_call', { to: address, data }, 'latest'))).toBe(1n);
  });

  it('calls a contract with value and data of the caller', async () => {
    await succeed({ type: 'CONTRACT_CALL', contractAddress: RECIPIENT, amount: '9', calldata: '0xdeadbeef' });
    expect(await fixture.chain.nativeBalance(RECIPIENT)).toBe(9n);
  });

  it('deploys a contract', async () => {
    // Returns one byte of code: PUSH1 1, PUSH1 0, RETURN.
    const hash = await succeed({ type: 'CONTRACT_DEPLOY', amount: '0', calldata: '0x60016000f3' });
    const receipt = await fixture.node.rpc<{ contractAddress: string }>('eth_getTransactionReceipt', hash);
    expect(await fixture.node.rpc('eth_getCode', receipt.contractAddress, 'latest')).toBe('0x00');
  });
});

describe('what lives at an address', () => {
  it('tells NFT standards from tokens', async () => {
    const { chain, node } = fixture;
    expect(await chain.token(await deployTestNft(node, SENDER, []))).toMatchObject({
      standard: 'ERC-721',
      decimals: 0,
      symbol: 'TNFT',
      name: 'Test NFT',
    });
    expect(await chain.token(await deployTestMultiToken(node, SENDER, 1n, 1n))).toMatchObject({
      standard: 'ERC-1155',
      symbol: '',
    });
  });

  it('finds no token in an account that points at one (EIP-7702), nor in code without decimals', async () => {
    const { chain, node, token } = fixture;
    await node.rpc('anvil_setCode', RECIPIENT, `0xef0100${token.address.slice(2)}`);
    expect(await chain.token(RECIPIENT)).toBeUndefined();
    await node.rpc('anvil_setCode', RECIPIENT, '0x00');
    expect(await chain.token(RECIPIENT)).toBeUndefined();
    await expect(chain.tokenBalance(SENDER, RECIPIENT)).rejects.toMatchObject({ code: 'TOKEN_NOT_FOUND' });
  });

  it('believes no contract that says yes to every interface', async () => {
    // Returns 1 to every call: PUSH1 1, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN.
    await fixture.node.rpc('anvil_setCode', RECIPIENT, '0x600160005260206000f3');
    expect(await fixture.chain.token(RECIPIENT)).toMatchObject({ standard: 'ERC-20', decimals: 1, symbol: '' });
  });
});

describe('a chain that changes its mind', () => {
  it('lands bytes again that a reorganisation threw out', async () => {
    const { chain } = fixture;
    const attempt = await prepare(fixture, coinTransfer(fixture));
    await land(fixture, attempt);
    await fixture.node.reorg();
    expect(await fateOf(fixture, attempt.ref)).toEqual({ state: 'absent' });
    await land(fixture, attempt);
    expect(await fateOf(fixture, attempt.ref)).toMatchObject({ state: 'mined', confirmations: 1 });
    expect(await chain.nativeBalance(RECIPIENT)).toBe(fixture.amount);
  });

  it('lets the replacement win where a reorganisation mines it instead, and calls the first dead at finality', async () => {
    const { chain, node } = fixture;
    const first = await prepare(fixture, coinTransfer(fixture));
    const second = await prepare(fixture, coinTransfer(fixture, 1n));
    await land(fixture, first);
    await node.rpc('anvil_reorg', 1, [[second.signed.raw, 0]]);
    const before = await chain.fates([first.ref, second.ref]);
    expect(before).toMatchObject([{ state: 'absent' }, { state: 'mined', isFinal: false }]);
    await node.finalize();
    expect(await chain.fates([first.ref, second.ref])).toMatchObject([{ state: 'dead' }, { state: 'mined', isFinal: true }]);
    expect(await chain.nativeBalance(RECIPIENT)).toBe(1n);
  });

  it('keeps bytes behind a nonce gap waiting until the gap is filled', async () => {
    const { chain } = fixture;
    const { intent, params, signed, ref } = await prepare(fixture, coinTransfer(fixture));
    const unsigned = chain.build(intent, params, 1);
    const later = chain.assemble(unsigned, await fixture.sign(unsigned));
    const laterRef = { ...ref, hash: later.hash, nonce: 1 };
    await chain.broadcast(later.raw);
    await fixture.mine();
    expect(await fateOf(fixture, laterRef)).toEqual({ state: 'pending' });
    expect(await chain.nextNonce(SENDER)).toBe(0);
    await chain.broadcast(signed.raw);
    await fixture.mine();
    expect((await chain.fates([ref, laterRef])).map((fate) => fate.state)).toEqual(['mined', 'mined']);
    expect(await chain.nextNonce(SENDER)).toBe(2);
  });
});

describe('a chain without a base fee', () => {
  it('moves coins by EIP-155 transactions', async () => {
    await fixture.close();
    fixture = await makeAnvilFixture(['--hardfork', 'berlin']);
    const attempt = await prepare(fixture, coinTransfer(fixture));
    expect(attempt.params).toMatchObject({ isLegacy: true });
    await land(fixture, attempt);
    expect(await fateOf(fixture, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true });
    expect(await fixture.chain.nativeBalance(RECIPIENT)).toBe(fixture.amount);
  });
});
