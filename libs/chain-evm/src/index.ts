export { createEvmChain, type EvmChainOptions } from './create-evm-chain.js';
export type { EvmChain } from './evm-chain.js';
export type { Finality } from './confirm/finality.js';
export type { EndpointHealth, EndpointState } from './rpc/endpoint-health.js';
export type { Clock } from './rpc/endpoint.js';
export type { EndpointEvent } from './rpc/endpoint-pool.js';
export type { RpcFailureKind } from './rpc/rpc-failure.js';
export type { ContractSignature, ContractVerdict } from './verify/contract-signature.js';
export { encodeCalldata, type CallToEncode, type EncodedCall } from './encode/encode-calldata.js';
