import { base58 } from '@scure/base';
import type { Chain, KeyMaterial } from '@waiaas/core';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/refusal.js';
import { importSecret } from './import-secret.js';
import { addressOf, randomSecret } from './key-secret.js';

const ABANDON = `${'abandon '.repeat(11)}about`;
const KEY = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

const addressOfImport = (chain: Chain, material: KeyMaterial): string => addressOf(chain, importSecret(chain, material));

describe('an imported mnemonic', () => {
  it.each([
    ['ethereum', ABANDON, undefined, '0x9858EfFD232B4033E47d90003D41EC34EcaEda94'],
    ['ethereum', `${'test '.repeat(11)}junk`, undefined, ADDRESS],
    ['ethereum', `${'test '.repeat(11)}junk`, "m/44'/60'/0'/0/1", '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'],
    ['solana', ABANDON, undefined, 'HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk'],
  ] as const)('gives the known account (%s)', (chain, value, derivationPath, address) => {
    expect(
      addressOfImport(chain, { format: 'mnemonic', value, ...(derivationPath === undefined ? {} : { derivationPath }) }),
    ).toBe(address);
  });

  it('may be written with other spaces and capitals', () => {
    expect(addressOfImport('ethereum', { format: 'mnemonic', value: `  ${ABANDON.replaceAll(' ', ' \n').toUpperCase()} ` })).toBe(
      '0x9858EfFD232B4033E47d90003D41EC34EcaEda94',
    );
  });

  it.each([
    ['a wrong checksum', 'ethereum', { format: 'mnemonic', value: `${'abandon '.repeat(11)}abandon` }],
    ['an unknown word', 'ethereum', { format: 'mnemonic', value: `${'abandon '.repeat(11)}waiaas` }],
    ['a path that is none', 'ethereum', { format: 'mnemonic', value: ABANDON, derivationPath: '44/60' }],
    ['an index beyond 2^31 - 1', 'ethereum', { format: 'mnemonic', value: ABANDON, derivationPath: 'm/2147483648' }],
    ['a soft step on Solana', 'solana', { format: 'mnemonic', value: ABANDON, derivationPath: "m/44'/501'/0'/0" }],
    ['a path beside a plain key', 'ethereum', { format: 'hex', value: KEY, derivationPath: "m/44'/60'/0'/0/0" }],
  ] as const)('is refused with %s', async (_, chain, material) => {
    expect(await refusalOf(() => importSecret(chain, material))).toBe('INVALID_KEY_MATERIAL');
  });
});

describe('an imported private key', () => {
  it.each([
    ['hex', KEY],
    ['hex', `0x${KEY.toUpperCase()}`],
    ['base64', Buffer.from(KEY, 'hex').toString('base64')],
    ['base58', base58.encode(Buffer.from(KEY, 'hex'))],
  ] as const)('of an EVM wallet is read from %s', (format, value) => {
    expect(addressOfImport('ethereum', { format, value, expectedAddress: ADDRESS.toLowerCase() })).toBe(ADDRESS);
  });

  it('of a Solana wallet is read from every format, as seed or as pair', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.boolean(), (seed, isPair) => {
        const pair = nacl.sign.keyPair.fromSeed(seed);
        const bytes = Buffer.from(isPair ? pair.secretKey : seed);
        const materials: KeyMaterial[] = [
          { format: 'hex', value: bytes.toString('hex') },
          { format: 'base64', value: bytes.toString('base64') },
          { format: 'base58', value: base58.encode(bytes) },
          { format: 'keypair-json', value: JSON.stringify([...pair.secretKey]) },
        ];
        for (const material of materials) expect(addressOfImport('solana', material)).toBe(base58.encode(pair.publicKey));
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['too short', 'ethereum', { format: 'hex', value: KEY.slice(2) }],
    ['zero', 'ethereum', { format: 'hex', value: '0'.repeat(64) }],
    ['not below the order', 'ethereum', { format: 'hex', value: 'f'.repeat(64) }],
    ['64 bytes on EVM', 'ethereum', { format: 'hex', value: KEY + KEY }],
    ['a pair whose halves differ', 'solana', { format: 'hex', value: KEY + KEY }],
    ['no hex', 'ethereum', { format: 'hex', value: 'g'.repeat(64) }],
    ['no base58', 'solana', { format: 'base58', value: '0OIl'.repeat(11) }],
    ['no base64', 'solana', { format: 'base64', value: '****' }],
    ['a JSON array too short', 'solana', { format: 'keypair-json', value: '[1,2,3]' }],
    ['a JSON array of no bytes', 'solana', { format: 'keypair-json', value: JSON.stringify(Array(64).fill(256)) }],
    ['a keypair file on EVM', 'ethereum', { format: 'keypair-json', value: JSON.stringify(Array(64).fill(1)) }],
    ['absurdly long', 'solana', { format: 'base58', value: '1'.repeat(100_000) }],
    ['empty', 'solana', { format: 'base64', value: '' }],
  ] as const)('is refused when %s', async (_, chain, material) => {
    expect(await refusalOf(() => importSecret(chain, material))).toBe('INVALID_KEY_MATERIAL');
  });

  it('is refused when it gives another address than expected, or the expected one is of the other chain', async () => {
    const other = addressOf('ethereum', randomSecret('ethereum'));
    for (const expectedAddress of [other, 'HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk', '']) {
      expect(await refusalOf(() => importSecret('ethereum', { format: 'hex', value: KEY, expectedAddress }))).toBe(
        'KEY_ADDRESS_MISMATCH',
      );
    }
  });

  it('is never quoted by a refusal', () => {
    const formats = fc.constantFrom('hex', 'base58', 'base64', 'keypair-json', 'mnemonic');
    fc.assert(
      fc.property(formats, fc.string(), (format, text) => {
        try {
          importSecret('solana', { format, value: `zQ7x${text}` });
        } catch (error) {
          expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('zQ7x');
          return;
        }
        throw new Error('was accepted');
      }),
    );
  });
});
