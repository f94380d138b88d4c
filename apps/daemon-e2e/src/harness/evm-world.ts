import { deployTestMultiToken, deployTestNft, deployTestToken, mintTestToken, startAnvil, type AnvilNode } from '@waiaas/testing';
import { encodeFunctionData, parseAbi, type Abi } from 'viem';
import { DaemonProcess } from './daemon-process.js';
import { createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from './wallets.js';

export const NETWORK = 'ethereum-sepolia';
export const CAIP2 = 'eip155:11155111';
export const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
export const STRANGER = '0x52908400098527886E0F7030069857D2E4169EE7';
export const ETHER = 10n ** 18n;
/** One whole unit of the test dollar. */
export const DOLLAR = 1_000_000n;

/** Init code whose runtime, one byte, takes whatever it is sent. */
export const ACCEPT_ALL = '0x600180600b6000396000f300';

const ABI = parseAbi([
  'function transfer(address,uint256)',
  'function transferFrom(address,address,uint256)',
  'function approve(address,uint256)',
  'function permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
  'function setApprovalForAll(address,bool)',
  'function safeTransferFrom(address,address,uint256)',
  'function multicall(bytes[])',
  'function execute(address,uint256,bytes)',
  'function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)',
  'function mint(address,uint256)',
]);

type Hex = `0x${string}`;

/** Calldata of one of the methods above. */
export function calldata(functionName: (typeof ABI)[number]['name'], ...args: readonly unknown[]): Hex {
  const abi: Abi = ABI;
  return encodeFunctionData({ abi, functionName, args: [...args] });
}

export interface EvmWorld {
  readonly node: AnvilNode;
  readonly daemon: DaemonProcess;
  /** A token with 6 decimals whose price is a dollar. */
  readonly dollar: string;
  /** A token nobody prices. */
  readonly unpriced: string;
  /** A contract without methods: it takes everything. */
  readonly router: string;
  deploy(initCode: string): Promise<string>;
  /** A wallet with ten ether and a thousand dollars, and no policies. */
  wallet(options?: { readonly environment?: 'testnet' }): Promise<TestWallet>;
  nft(owner: string, ids: readonly bigint[]): Promise<string>;
  multiToken(owner: string, id: bigint, amount: bigint): Promise<string>;
  stop(): Promise<void>;
}

/** A chain with tokens on it and a daemon that knows what ether (2000 USD) and the test dollar are worth. */
export async function startEvmWorld(env: Readonly<Record<string, string>> = {}): Promise<EvmWorld> {
  const node = await startAnvil({ chainId: 11155111 });
  const deploy = async (data: string): Promise<string> => {
    const address = await node.send({ data });
    if (address === undefined) throw new Error('nothing was deployed');
    return address;
  };
  const dollar = (await deployTestToken(node)).address;
  const unpriced = (await deployTestToken(node, { symbol: 'USDC', name: 'USD Coin', decimals: 6 })).address;
  const router = await deploy(ACCEPT_ALL);
  const daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url,
      WAIAAS_PRICES_FIXED: `native:ethereum=2000,${CAIP2}/erc20:${dollar}=1`,
      ...QUIET_LIMITS,
      ...env,
    },
  });
  return {
    ...{ node, daemon, dollar, unpriced, router, deploy },
    wallet: async () => {
      const wallet = await createWallet(daemon, { policyPreset: 'none' });
      await node.setBalance(wallet.address, 10n * ETHER);
      await mintTestToken(node, dollar, wallet.address, 1000n * DOLLAR);
      return wallet;
    },
    nft: (owner, ids) => deployTestNft(node, owner, ids),
    multiToken: (owner, id, amount) => deployTestMultiToken(node, owner, id, amount),
    stop: async () => {
      await daemon.dispose();
      await node.stop();
    },
  };
}
