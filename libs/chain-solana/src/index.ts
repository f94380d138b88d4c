export { createSolanaChain, type SolanaChainOptions } from './create-solana-chain.js';
export type { SolanaChain } from './solana-chain.js';
export type { ExpiryMargin } from './confirm/expiry-watch.js';
export type { PriorityFee } from './fees/priority-fee.js';
export type { EndpointHealth, EndpointState } from './rpc/endpoint.js';
export type { EndpointEvent } from './rpc/endpoint-pool.js';
export type { RpcFailureKind } from './rpc/rpc-failure.js';
