const SOMEBODY = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
const TOKEN = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const CONTRACT = '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45';
const USDC = { address: TOKEN, decimals: 6 };

type Body = Readonly<Record<string, unknown>>;

/** One of each kind of request that policy judges, to begin with. */
const BODIES = {
  TRANSFER: { to: SOMEBODY, humanAmount: '0.5' },
  TOKEN_TRANSFER: { to: SOMEBODY, humanAmount: '250', token: USDC },
  APPROVE: { spender: CONTRACT, humanAmount: '40', token: USDC },
  CONTRACT_CALL: { to: CONTRACT, calldata: '0x04e45aaf', value: '0' },
  NFT_TRANSFER: { to: SOMEBODY, token: { address: CONTRACT, tokenId: '7', standard: 'ERC-721' } },
  CONTRACT_DEPLOY: { bytecode: '0x6000' },
  BATCH: {
    instructions: [
      { type: 'TRANSFER', to: SOMEBODY, amount: '1000000000000000' },
      { type: 'APPROVE', spender: CONTRACT, amount: '40000000', token: USDC },
    ],
  },
  X402_PAYMENT: { to: SOMEBODY, amount: '250000', token: USDC, domain: 'api.example.com' },
  HTTP_SIGN: { domain: 'api.example.com' },
  EXTERNAL_ACTION: {
    venue: 'drift',
    category: 'perp',
    perp: { action: 'open_position', market: 'SOL-PERP', leverage: 3, sizeUsd: 500 },
  },
  SIGN_MESSAGE: { message: 'Log in to example.com' },
  SIGN_TYPED_DATA: {
    typedData: {
      domain: { verifyingContract: TOKEN },
      primaryType: 'Permit',
      message: { owner: SOMEBODY, spender: CONTRACT, value: '40000000', nonce: '0', deadline: '0' },
    },
  },
} as const satisfies Readonly<Record<string, Body>>;

export type RequestKind = keyof typeof BODIES;
export const REQUEST_KINDS = Object.keys(BODIES) as readonly RequestKind[];
/** The kinds with fields of their own; of the others the JSON is the form. */
export const FORM_KINDS: readonly RequestKind[] = ['TRANSFER', 'TOKEN_TRANSFER', 'APPROVE', 'CONTRACT_CALL'];

export function templateOf(type: RequestKind, network: string): Body {
  const { typedData, ...body }: Body = BODIES[type];
  if (typedData === undefined) return { type, network, ...body };
  return { type, network, ...body, typedData: withChain(typedData as Body, network) };
}

const CHAIN_IDS: Readonly<Record<string, number>> = {
  ...{ 'ethereum-mainnet': 1, 'ethereum-sepolia': 11155111, 'polygon-mainnet': 137, 'polygon-amoy': 80002 },
  ...{ 'arbitrum-mainnet': 42161, 'arbitrum-sepolia': 421614, 'optimism-mainnet': 10, 'optimism-sepolia': 11155420 },
  ...{ 'base-mainnet': 8453, 'base-sepolia': 84532, 'hyperevm-mainnet': 999, 'hyperevm-testnet': 998 },
};

/** Typed data for another chain than the request's is no question but a mistake. */
function withChain(typedData: Body, network: string): Body {
  const chainId = CHAIN_IDS[network];
  return chainId === undefined ? typedData : { ...typedData, domain: { ...(typedData['domain'] as Body), chainId } };
}
