import { describe, expect, it } from 'vitest';
import type { Intent, IntentBody } from '@waiaas/core';
import { outgoingOf } from './outgoing.js';
import { policyRequestOf } from './policy-request.js';

const EVM = { walletId: 'w', chain: 'ethereum', network: 'base-mainnet', from: '0xfrom' } as const;
const SOLANA = { walletId: 'w', chain: 'solana', network: 'solana-mainnet', from: 'me' } as const;
const onEvm = (body: IntentBody): Intent => ({ ...body, ...EVM });
const onSolana = (body: IntentBody): Intent => ({ ...body, ...SOLANA });

const coin = { type: 'TRANSFER', to: 'bob', amount: '5' } as const;
const token = { type: 'TOKEN_TRANSFER', to: 'bobs-account', amount: '7', token: { address: 'mint', decimals: 6 } } as const;
const call = { type: 'CONTRACT_CALL', contractAddress: 'program', amount: '0', calldata: 'AQ==', accounts: [] } as const;
const nft = (standard: 'ERC-721' | 'ERC-1155', amount = '1') =>
  ({ type: 'NFT_TRANSFER', to: 'bob', amount, token: { address: 'collection', tokenId: '9', standard } }) as const;

describe('a request as the policies see it', () => {
  it('pays the owner of a token account, of that very token', () => {
    const accounts = [{ address: 'bobs-account', owner: 'bob', mint: 'mint' }];
    expect(policyRequestOf(onSolana(token), accounts)).toMatchObject({ type: 'TOKEN_TRANSFER', to: 'bob', amount: 7n });
    expect(policyRequestOf(onSolana(token), [{ ...accounts[0], mint: 'another' } as never])).toMatchObject({
      to: 'bobs-account',
    });
  });

  it('is everything around a Solana call, one after the other', () => {
    const around = (programId: string) => [{ programId, accounts: [], data: '' }];
    const body = { ...call, preInstructions: around('before'), postInstructions: around('after') };
    expect(policyRequestOf(onSolana(body))).toMatchObject({
      type: 'BATCH',
      instructions: ['before', 'program', 'after'].map((contractAddress) => ({ type: 'CONTRACT_CALL', contractAddress })),
    });
    expect(policyRequestOf(onSolana(call))).toMatchObject({ type: 'CONTRACT_CALL', calldata: 'AQ==' });
    const batch = { type: 'BATCH', instructions: [coin, body] } as const;
    expect(policyRequestOf(onSolana(batch)).instructions).toHaveLength(4);
  });

  it('has the accounts of a Solana instruction in their order', () => {
    const accounts = ['a', 'b'].map((pubkey) => ({ pubkey, isSigner: false, isWritable: true }));
    expect(policyRequestOf(onSolana({ ...call, accounts }))).toMatchObject({ accounts: ['a', 'b'] });
  });

  it('knows an approval of an NFT by its id, of a collection as all or nothing, of a mint by its amount', () => {
    const approve = { type: 'APPROVE', spender: 's', amount: '1', token: { address: 'collection', decimals: 0 } } as const;
    const of = (standard: 'ERC-721' | 'ERC-1155' | 'SPL', amount = '1') =>
      policyRequestOf(onEvm({ ...approve, amount, nft: { tokenId: '9', standard } }));
    expect(of('ERC-721')).toMatchObject({ tokenId: '9', amount: 1n });
    expect(of('ERC-721')).not.toHaveProperty('operator');
    expect(of('ERC-1155')).toMatchObject({ operator: 'granted' });
    expect(of('ERC-1155', '0')).toMatchObject({ operator: 'revoked' });
    expect(of('SPL')).toMatchObject({ amount: 1n, token: { decimals: 0 } });
    expect(of('SPL')).not.toHaveProperty('tokenId');
  });
});

describe('what a request takes out of the wallet', () => {
  it('is counted together over a batch', () => {
    const batch = { type: 'BATCH', instructions: [coin, token, coin, token] } as const;
    expect(outgoingOf(onSolana(batch))).toEqual({ native: 10n, tokens: new Map([['mint', 14n]]) });
  });

  it('tells the NFTs of a collection apart', () => {
    expect(outgoingOf(onEvm(nft('ERC-1155', '3'))).tokens).toEqual(new Map([['collection/9', 3n]]));
  });

  it('is the attached value of calls, and nothing of an approval', () => {
    expect(outgoingOf(onEvm({ ...call, amount: '8' }))).toEqual({ native: 8n, tokens: new Map() });
    expect(outgoingOf(onEvm({ type: 'CONTRACT_DEPLOY', amount: '4', calldata: '0x60' })).native).toBe(4n);
    const approve = { type: 'APPROVE', spender: 's', amount: '100', token: { address: 'mint', decimals: 6 } } as const;
    expect(outgoingOf(onEvm(approve))).toEqual({ native: 0n, tokens: new Map() });
  });
});
