import { networkOf } from '@waiaas/core';
import { deployTestToken, mintTestToken, SplTokens, testTokenBalance } from '@waiaas/testing';
import type { DaemonProcess } from './daemon-process.js';
import { EvmNetwork } from './evm-network.js';
import { addPolicies } from './policies.js';
import type { SolanaNetwork } from './solana-network.js';
import type { TestNetwork } from './test-network.js';
import type { TestWallet } from './wallets.js';

const DECIMALS = 6;
const AMOUNT = 5_000_000n;

interface TokenBook {
  readonly address: string;
  mint(to: string, amount: bigint): Promise<void>;
  balance(of: string): Promise<bigint>;
}

/** A network on which what is paid is a token: an ERC-20, or an SPL token whose recipients have no account for it yet. */
export class TokenNetwork<N extends EvmNetwork | SolanaNetwork = EvmNetwork | SolanaNetwork> implements TestNetwork {
  readonly amount = AMOUNT;
  readonly chain: N['chain'];
  readonly name: N['name'];
  readonly proxy: N['proxy'];
  readonly methods: N['methods'];
  readonly nodeUrl: string;

  private constructor(
    readonly coins: N,
    private readonly book: TokenBook,
  ) {
    this.chain = coins.chain;
    this.name = coins.name;
    this.proxy = coins.proxy;
    this.methods = coins.methods;
    this.nodeUrl = coins.nodeUrl;
  }

  static async over<N extends EvmNetwork | SolanaNetwork>(coins: N): Promise<TokenNetwork<N>> {
    return new TokenNetwork(coins, coins instanceof EvmNetwork ? await erc20On(coins) : await splOn(coins));
  }

  get token(): NonNullable<TestNetwork['token']> {
    return { address: this.book.address, decimals: DECIMALS, symbol: 'TUSD' };
  }

  newAddress(): string {
    return this.coins.newAddress();
  }

  /** Coins are for fees, and for the rent of an account for each recipient on Solana, three times what one payment of coins is. */
  async fund(address: string, payments: number): Promise<void> {
    await this.coins.fund(address, 3 * payments);
    await this.book.mint(address, BigInt(payments) * AMOUNT);
  }

  async balance(address: string): Promise<bigint> {
    return this.book.balance(address);
  }

  async stop(): Promise<void> {
    await this.coins.stop();
  }
}

async function erc20On({ node }: EvmNetwork): Promise<TokenBook> {
  const { address } = await deployTestToken(node, { decimals: DECIMALS });
  return {
    address,
    mint: (to, amount) => mintTestToken(node, address, to, amount),
    balance: (of) => testTokenBalance(node, address, of),
  };
}

async function splOn({ node }: SolanaNetwork): Promise<TokenBook> {
  const tokens = new SplTokens(node.control);
  const address = await tokens.createMint({ decimals: DECIMALS });
  return {
    address,
    mint: async (to, amount) => void (await tokens.mintTo(address, to, amount)),
    balance: (of) => tokens.balance(address, of),
  };
}

/** The token may be sent, and as much of it and of the coin as anybody likes. */
export async function allowToken(daemon: DaemonProcess, wallet: TestWallet, network: TokenNetwork): Promise<void> {
  const all = { instant_max: '1000000', notify_max: '1000000', delay_max: '1000000' };
  const { address } = network.token;
  const asset = `${networkOf(network.name).caip2}/${network.chain === 'solana' ? 'token' : 'erc20'}:${address}`;
  await addPolicies(daemon, wallet, {
    SPENDING_LIMIT: { token_limits: { [`native:${network.chain}`]: all, [asset]: all } },
    ALLOWED_TOKENS: { tokens: [{ address }] },
  });
}
