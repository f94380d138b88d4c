import { createHash } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { ed25519Key, ed25519PublicKey, ed25519Sign } from './ed25519.js';
import { evmAddressOf, isSecp256k1Secret, secp256k1Sign } from './secp256k1.js';
import { deriveEd25519 } from './slip10.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const ORDER = secp256k1.CURVE.n;
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('Ed25519', () => {
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('signs as RFC 8032 §7.1 shows (%#)', (seed, publicKey, message, signature) => {
    const key = ed25519Key(hex(seed));
    expect(ed25519PublicKey(key).toString('hex')).toBe(publicKey);
    expect(ed25519Sign(key, hex(message)).toString('hex')).toBe(signature);
  });

  it('gives the bytes that tweetnacl gives', () => {
    fc.assert(
      fc.property(seeds, fc.uint8Array({ maxLength: 200 }), (seed, message) => {
        const pair = nacl.sign.keyPair.fromSeed(seed);
        const key = ed25519Key(seed);
        expect([...ed25519PublicKey(key)]).toEqual([...pair.publicKey]);
        expect([...ed25519Sign(key, message)]).toEqual([...nacl.sign.detached(message, pair.secretKey)]);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    [[], '2b4be7f19ee27bbf30c667b642d5f4aa69fd169872f8fc3059c08ebae2eb19e7'],
    [[0], '68e0fe46dfb67e368c75379acec591dad19df3cde26e63b93a8e704f1dade7a3'],
    [[0, 1], 'b1d0bad404bf35da785a64ca1ac54b2617211d2777696fbffaf208f746ae84f2'],
    [[0, 1, 2, 2, 1_000_000_000], '8f94d394a8e8fd6b1bc2f3f49f5c47e385281d5c17e65324b0f62483e37e8793'],
  ])('derives as SLIP-0010 test vector 1 shows: %j', (path, key) => {
    expect(deriveEd25519(hex('000102030405060708090a0b0c0d0e0f'), path).toString('hex')).toBe(key);
  });
});

describe('secp256k1', () => {
  it('signs with the nonce of RFC 6979', () => {
    const digest = createHash('sha256').update('Satoshi Nakamoto').digest();
    const signature = secp256k1Sign(hex('1'.padStart(64, '0')), digest);
    expect(signature.subarray(0, 64).toString('hex')).toBe(
      '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5',
    );
  });

  it('keeps s in the lower half and gives a parity that recovers the key', () => {
    fc.assert(
      fc.property(seeds.filter(isSecp256k1Secret), seeds, (secret, digest) => {
        const signature = secp256k1Sign(secret, digest);
        const s = BigInt(`0x${signature.subarray(32, 64).toString('hex')}`);
        expect(signature).toHaveLength(65);
        expect(s <= ORDER / 2n).toBe(true);
        const point = secp256k1.Signature.fromCompact(signature.subarray(0, 64))
          .addRecoveryBit(signature[64] ?? -1)
          .recoverPublicKey(digest);
        expect([...point.toRawBytes()]).toEqual([...secp256k1.getPublicKey(secret)]);
      }),
      { numRuns: 30 },
    );
  });

  it('takes 1 to n-1 as a private key', () => {
    const of = (value: bigint): Buffer => hex(value.toString(16).padStart(64, '0'));
    expect([0n, 1n, ORDER - 1n, ORDER, 2n ** 256n - 1n].map((value) => isSecp256k1Secret(of(value)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(isSecp256k1Secret(Buffer.alloc(31, 1))).toBe(false);
  });

  it('refuses a digest of another length', () => {
    expect(() => secp256k1Sign(Buffer.alloc(32, 1), Buffer.alloc(33))).toThrow(RangeError);
  });

  it('derives the address of EIP-55', () => {
    expect(evmAddressOf(hex('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'))).toBe(
      '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    );
  });
});
