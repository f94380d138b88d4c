import { describe, expect, it } from 'vitest';
import type { WalletSnapshot } from '../../ports/rows.js';
import { parseSend } from '../parse.stage.js';
import type { SendInput } from './send-input.js';

const OWN = '7XvZ7P3zVtNGV8NSPLrTj1mC4vq4cYVnC1XpUY1oVvCk';
const OTHER = '9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin';
const PROGRAM = 'JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4';
const CONTRACT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const SPENDER = '0x52908400098527886E0F7030069857D2E4169EE7';
const NETWORK = { network: 'base-mainnet' };

const evm: WalletSnapshot = {
  ...{ id: '0198f0c1-0000-7000-8000-000000000001', name: 'trader', chain: 'ethereum', environment: 'mainnet', address: SPENDER },
  ...{ status: 'ACTIVE', ownerState: 'NONE', ownerAddress: null },
};
const solana: WalletSnapshot = { ...evm, chain: 'solana', address: OWN };

function bodyOf(wallet: WalletSnapshot, input: SendInput): unknown {
  const result = parseSend(wallet, input);
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.details)}`);
  return result.value.body;
}

/** Code and first member at fault. */
function refusalOf(wallet: WalletSnapshot, input: object): readonly [code: string, path?: string] {
  const result = parseSend(wallet, input);
  if (result.ok) return ['accepted'];
  const issues = (result.error.details?.['issues'] ?? []) as readonly { readonly path: string }[];
  return issues[0] === undefined ? [result.error.code] : [result.error.code, issues[0].path];
}

const solanaCall = { type: 'CONTRACT_CALL', programId: PROGRAM, instructionData: 'AQID' } as const;
const account = (pubkey: string, isSigner = false) => ({ pubkey, isSigner, isWritable: true });

describe('an EVM call', () => {
  it('has lower-case data, and none where none is given', () => {
    const call = { type: 'CONTRACT_CALL', to: CONTRACT.toLowerCase(), ...NETWORK } as const;
    expect(bodyOf(evm, { ...call, calldata: '0xA9059CBB', value: '007' })).toEqual({
      type: 'CONTRACT_CALL',
      call: { type: 'CONTRACT_CALL', contractAddress: CONTRACT, amount: '7', calldata: '0xa9059cbb' },
    });
    expect(bodyOf(evm, call)).toMatchObject({ call: { amount: '0', calldata: '0x' } });
  });

  it('drops what clients say about it', () => {
    const labels = { abi: [{ name: 'harmless' }], actionProvider: 'trusted', actionName: 'swap' };
    const call = { type: 'CONTRACT_CALL', to: CONTRACT, ...NETWORK } as const;
    expect(bodyOf(evm, { ...call, ...labels })).toEqual(bodyOf(evm, call));
  });

  it.each([
    ['half a byte', { to: CONTRACT, calldata: '0x123' }, 'calldata'],
    ['no hex', { to: CONTRACT, calldata: 'transfer()' }, 'calldata'],
    ['no contract', { calldata: '0x' }, 'to'],
    ['a program', { to: CONTRACT, programId: PROGRAM }, 'programId'],
    ['an amount', { to: CONTRACT, amount: '1' }, 'amount'],
    ['a token', { to: CONTRACT, token: { address: CONTRACT } }, 'token'],
  ])('is refused with %s', (_, body, path) => {
    expect(refusalOf(evm, { type: 'CONTRACT_CALL', ...NETWORK, ...body })).toEqual(['VALIDATION_FAILED', path]);
  });
});

describe('a Solana call', () => {
  it('takes the program by either name, with accounts and instructions around it', () => {
    const instruction = { programId: PROGRAM, data: '', accounts: [account(OTHER)] };
    const around = { preInstructions: [instruction], postInstructions: [], addressLookupTableAddresses: [OTHER] };
    expect(bodyOf(solana, { ...solanaCall, to: PROGRAM, accounts: [account(OWN, true)], ...around })).toEqual({
      type: 'CONTRACT_CALL',
      call: {
        ...{ type: 'CONTRACT_CALL', contractAddress: PROGRAM, amount: '0', calldata: 'AQID', accounts: [account(OWN, true)] },
        ...{ preInstructions: [instruction], addressLookupTableAddresses: [OTHER] },
      },
    });
    expect(bodyOf(solana, { type: 'CONTRACT_CALL', to: PROGRAM })).toMatchObject({
      call: { contractAddress: PROGRAM, calldata: '' },
    });
  });

  it.each([
    ['another signer', { ...solanaCall, accounts: [account(OTHER, true)] }, 'accounts.0.isSigner'],
    ['two programs', { ...solanaCall, to: OTHER }, 'programId'],
    ['no program', { type: 'CONTRACT_CALL' }, 'programId'],
    ['attached value', { ...solanaCall, value: '1' }, 'value'],
    ['calldata', { ...solanaCall, calldata: '0x' }, 'calldata'],
    ['base64 without padding', { ...solanaCall, instructionData: 'AQI' }, 'instructionData'],
    ['base64 with bits to spare', { ...solanaCall, instructionData: 'AR==' }, 'instructionData'],
    ['other alphabets', { ...solanaCall, instructionData: '_-8=' }, 'instructionData'],
    [
      'a bad instruction before it',
      { ...solanaCall, preInstructions: [{ programId: PROGRAM, data: '?' }] },
      'preInstructions.0.data',
    ],
  ])('is refused with %s', (_, body, path) => {
    expect(refusalOf(solana, body)).toEqual(['VALIDATION_FAILED', path]);
  });

  it('names addresses that are none', () => {
    expect(refusalOf(solana, { ...solanaCall, accounts: [account('x')] })).toEqual(['INVALID_ADDRESS', 'accounts.0.pubkey']);
    const tables = { addressLookupTableAddresses: [OTHER, CONTRACT] };
    expect(refusalOf(solana, { ...solanaCall, ...tables })).toEqual(['INVALID_ADDRESS', 'addressLookupTableAddresses.1']);
  });
});

describe('an approval', () => {
  const approve = { type: 'APPROVE', spender: SPENDER, token: { address: CONTRACT }, ...NETWORK } as const;

  it('is of an amount, or of nothing', () => {
    expect(bodyOf(evm, { ...approve, humanAmount: '1.5' })).toMatchObject({ spender: SPENDER, amount: { human: '1.5' } });
    expect(bodyOf(evm, { ...approve, amount: '0' })).toMatchObject({ amount: { base: 0n } });
  });

  it('of an NFT is of it or not', () => {
    const nft = { tokenId: '007', standard: 'ERC-721' };
    expect(bodyOf(evm, { ...approve, nft })).toMatchObject({
      amount: { base: 1n },
      nft: { tokenId: '7', standard: 'ERC-721' },
    });
    expect(bodyOf(evm, { ...approve, nft, amount: '0' })).toMatchObject({ amount: { base: 0n } });
    expect(refusalOf(evm, { ...approve, nft, amount: '2' })).toEqual(['VALIDATION_FAILED', 'amount']);
    expect(refusalOf(evm, { ...approve, nft, humanAmount: '1' })).toEqual(['VALIDATION_FAILED', 'humanAmount']);
    expect(refusalOf(evm, { ...approve, nft: { ...nft, standard: 'SPL' } })).toEqual(['VALIDATION_FAILED', 'nft.standard']);
  });

  it.each([
    ['without an amount', {}, 'amount'],
    ['with two', { amount: '1', humanAmount: '1' }, 'amount'],
    ['with a recipient', { amount: '1', to: CONTRACT }, 'to'],
    ['with an NFT written into the token', { amount: '1', token: { address: CONTRACT, tokenId: '1' } }, 'token.tokenId'],
  ])('is refused %s', (_, body, path) => {
    expect(refusalOf(evm, { ...approve, ...body })).toEqual(['VALIDATION_FAILED', path]);
  });
});

describe('an NFT transfer', () => {
  const nft = { type: 'NFT_TRANSFER', to: SPENDER, ...NETWORK } as const;
  const token = { address: CONTRACT, tokenId: '7', standard: 'ERC-721' };

  it('moves one, or several of an ERC-1155 token', () => {
    expect(bodyOf(evm, { ...nft, token })).toMatchObject({ amount: 1n, token });
    expect(bodyOf(evm, { ...nft, token: { ...token, standard: 'ERC-1155' }, amount: '5' })).toMatchObject({ amount: 5n });
  });

  it('is a mint on Solana, whatever id is written', () => {
    const body = bodyOf(solana, { type: 'NFT_TRANSFER', to: OTHER, token: { address: PROGRAM, tokenId: 'x', standard: 'SPL' } });
    expect(body).toMatchObject({ token: { address: PROGRAM, tokenId: '0', standard: 'SPL' } });
  });

  it.each([
    ['several of an ERC-721 token', { token, amount: '2' }, 'amount'],
    ['none', { token: { ...token, standard: 'ERC-1155' }, amount: '0' }, 'amount'],
    ['no id', { token: { address: CONTRACT, standard: 'ERC-721' } }, 'token.tokenId'],
    ['an id that is no number', { token: { ...token, tokenId: '-1' } }, 'token.tokenId'],
    ['no standard', { token: { address: CONTRACT, tokenId: '7' } }, 'token.standard'],
    ['a standard of another chain', { token: { ...token, standard: 'SPL' } }, 'token.standard'],
    ['an asset id, which names fungible tokens', { token: { ...token, assetId: 'eip155:8453/erc20:x' } }, 'token.assetId'],
  ])('is refused with %s', (_, body, path) => {
    expect(refusalOf(evm, { ...nft, ...body })).toEqual(['VALIDATION_FAILED', path]);
  });
});

describe('a deployment', () => {
  const deploy = { type: 'CONTRACT_DEPLOY', ...NETWORK } as const;

  it('is init code with the arguments behind it', () => {
    expect(bodyOf(evm, { ...deploy, bytecode: '0x60FF', constructorArgs: `0x${'0'.repeat(64)}`, value: '3' })).toEqual({
      type: 'CONTRACT_DEPLOY',
      deploy: { type: 'CONTRACT_DEPLOY', amount: '3', calldata: `0x60ff${'0'.repeat(64)}` },
    });
  });

  it.each([
    ['no code', { bytecode: '0x' }, 'bytecode'],
    ['more code than any chain takes', { bytecode: `0x${'00'.repeat(49_153)}` }, 'bytecode'],
    ['arguments that are no hex', { bytecode: '0x60', constructorArgs: '7' }, 'constructorArgs'],
    ['a recipient', { bytecode: '0x60', to: CONTRACT }, 'to'],
  ])('is refused with %s', (_, body, path) => {
    expect(refusalOf(evm, { ...deploy, ...body })).toEqual(['VALIDATION_FAILED', path]);
  });

  it('has no form on Solana', () => {
    expect(refusalOf(solana, { type: 'CONTRACT_DEPLOY', bytecode: '0x60' })).toEqual(['UNSUPPORTED_TX_TYPE']);
  });
});

describe('a batch', () => {
  const pay = { to: OTHER, amount: '1' };
  const batch = (...instructions: readonly object[]) => ({ type: 'BATCH', instructions });

  it('infers the type of an instruction from members only one has', () => {
    const body = bodyOf(solana, {
      type: 'BATCH',
      instructions: [
        pay,
        { ...pay, token: { address: PROGRAM } },
        { spender: OTHER, token: { address: PROGRAM }, amount: '0' },
        { programId: PROGRAM, instructionData: '' },
        { type: 'NFT_TRANSFER', to: OTHER, token: { address: PROGRAM, standard: 'SPL' } },
      ],
    });
    expect(body).toMatchObject({
      type: 'BATCH',
      instructions: ['TRANSFER', 'TOKEN_TRANSFER', 'APPROVE', 'CONTRACT_CALL', 'NFT_TRANSFER'].map((type) => ({ type })),
    });
  });

  it.each([
    ['two types that fit', [pay, { ...pay, token: { address: PROGRAM }, programId: PROGRAM }], 'instructions.1.type'],
    ['an approval that is a call too', [pay, { spender: OTHER, programId: PROGRAM }], 'instructions.1.type'],
    ['a batch inside', [pay, { type: 'BATCH', instructions: [pay, pay] }], 'instructions.1.type'],
    ['a deployment', [pay, { type: 'CONTRACT_DEPLOY' }], 'instructions.1.type'],
    ['one instruction', [pay], 'instructions'],
    ['twenty-one', Array.from({ length: 21 }, () => pay), 'instructions'],
    ['another network inside', [pay, { ...pay, network: 'solana-mainnet' }], 'instructions.1.network'],
    ['no amount inside', [pay, { to: OTHER }], 'instructions.1.amount'],
  ])('is refused with %s', (_, instructions, path) => {
    expect(refusalOf(solana, batch(...instructions))).toEqual(['VALIDATION_FAILED', path]);
  });

  it('is refused with a recipient of its own', () => {
    expect(refusalOf(solana, { ...batch(pay, pay), to: OTHER })).toEqual(['VALIDATION_FAILED', 'to']);
  });

  it('has no form on EVM, whatever else is wrong with it', () => {
    expect(refusalOf(evm, batch(pay))).toEqual(['BATCH_NOT_SUPPORTED']);
  });
});
