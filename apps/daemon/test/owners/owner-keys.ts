import { base58 } from '@scure/base';
import type { Chain } from '@waiaas/core';
import nacl from 'tweetnacl';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';

/** A key an owner holds outside the daemon. */
export interface OwnerKey {
  readonly chain: Chain;
  readonly address: string;
  readonly sign: (text: string) => Promise<string>;
}

export function evmOwner(): OwnerKey {
  const account = privateKeyToAccount(generatePrivateKey());
  return { chain: 'ethereum', address: account.address, sign: (message) => account.signMessage({ message }) };
}

export function solanaOwner(encoding: 'base58' | 'base64' = 'base58'): OwnerKey {
  const pair = nacl.sign.keyPair();
  const sign = async (text: string): Promise<string> => {
    const signature = nacl.sign.detached(Buffer.from(text, 'utf8'), pair.secretKey);
    return encoding === 'base58' ? base58.encode(signature) : Buffer.from(signature).toString('base64');
  };
  return { chain: 'solana', address: base58.encode(pair.publicKey), sign };
}
