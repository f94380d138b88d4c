import { useEffect, useState } from 'react';
import { findEthereumWallets } from './ethereum-wallets';
import { findSolanaWallets } from './solana-wallets';

export type Chain = 'ethereum' | 'solana';

/** A wallet in this browser that can sign a text. What it says about itself is a stranger's text. */
export interface SigningWallet {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly chain: Chain;
  /** Asks its user to connect. */
  accounts(): Promise<readonly string[]>;
  sign(address: string, text: string): Promise<string>;
}

/** The wallets found so far; late ones join. */
export function useSigningWallets(chain?: Chain): readonly SigningWallet[] {
  const [wallets, setWallets] = useState<readonly SigningWallet[]>([]);
  useEffect(() => {
    const add = (found: SigningWallet): void =>
      setWallets((known) => (known.some(({ id }) => id === found.id) ? known : [...known, found]));
    const stops = [findEthereumWallets(add), findSolanaWallets(add)];
    return () => stops.forEach((stop) => stop());
  }, []);
  return chain === undefined ? wallets : wallets.filter((wallet) => wallet.chain === chain);
}

/** Ethereum addresses are one whatever their capitals; Solana's are not. */
export function isSameAddress(chain: Chain, one: string, other: string): boolean {
  return chain === 'ethereum' ? one.toLowerCase() === other.toLowerCase() : one === other;
}
