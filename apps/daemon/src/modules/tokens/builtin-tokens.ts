import type { NetworkName } from '@waiaas/core';

export interface RegisteredToken {
  readonly address: string;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
}

type Entry = readonly [address: string, symbol: string, name: string, decimals: number];

const USDC = ['USDC', 'USD Coin', 6] as const;
const USDT = ['USDT', 'Tether USD', 6] as const;
const DAI = ['DAI', 'Dai Stablecoin', 18] as const;
const WETH = ['WETH', 'Wrapped Ether', 18] as const;
/** The same on every OP Stack chain. */
const OP_WETH: Entry = ['0x4200000000000000000000000000000000000006', ...WETH];
/** The same on every Solana cluster. */
const WSOL: Entry = ['So11111111111111111111111111111111111111112', 'WSOL', 'Wrapped SOL', 9];

const ENTRIES: Readonly<Record<NetworkName, readonly Entry[]>> = {
  'solana-mainnet': [
    ['EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', ...USDC],
    ['Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB', ...USDT],
    WSOL,
  ],
  'solana-devnet': [['4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU', ...USDC], WSOL],
  'solana-testnet': [WSOL],
  'ethereum-mainnet': [
    ['0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', ...USDC],
    ['0xdAC17F958D2ee523a2206206994597C13D831ec7', ...USDT],
    ['0x6B175474E89094C44Da98b954EedeAC495271d0F', ...DAI],
    ['0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', ...WETH],
    ['0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599', 'WBTC', 'Wrapped BTC', 8],
  ],
  'ethereum-sepolia': [
    ['0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238', ...USDC],
    ['0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14', ...WETH],
  ],
  'polygon-mainnet': [
    ['0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359', ...USDC],
    ['0xc2132D05D31c914a87C6611C10748AEb04B58e8F', ...USDT],
    ['0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063', ...DAI],
    ['0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', ...WETH],
    ['0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270', 'WPOL', 'Wrapped POL', 18],
  ],
  'polygon-amoy': [['0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582', ...USDC]],
  'arbitrum-mainnet': [
    ['0xaf88d065e77c8cC2239327C5EDb3A432268e5831', ...USDC],
    ['0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', ...USDT],
    ['0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', ...DAI],
    ['0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', ...WETH],
  ],
  'arbitrum-sepolia': [['0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d', ...USDC]],
  'optimism-mainnet': [
    ['0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', ...USDC],
    ['0x94b008aA00579c1307B0EF2c499aD98a8ce58e58', ...USDT],
    ['0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', ...DAI],
    OP_WETH,
  ],
  'optimism-sepolia': [['0x5fd84259d66Cd46123540766Be93DFE6D43130D7', ...USDC], OP_WETH],
  'base-mainnet': [
    ['0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', ...USDC],
    ['0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb', ...DAI],
    OP_WETH,
  ],
  'base-sepolia': [['0x036CbD53842c5426634e7929541eC2318f3dCF7e', ...USDC], OP_WETH],
  'hyperevm-mainnet': [['0x5555555555555555555555555555555555555555', 'WHYPE', 'Wrapped HYPE', 18]],
  'hyperevm-testnet': [],
};

/** Tokens whose address and decimals ship with the product; what a node says about them later does not count. */
export function builtinTokens(network: NetworkName): readonly RegisteredToken[] {
  return ENTRIES[network].map(([address, symbol, name, decimals]) => ({ address, symbol, name, decimals }));
}
