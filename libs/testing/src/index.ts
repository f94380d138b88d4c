export * from './contract/chain-fixture.js';
export * from './contract/chain-port.contract.js';
export * from './contract/contract-steps.js';
export * from './fakes/fake-chain.js';
export { signFakeTransaction } from './fakes/fake-chain-codec.js';
export * from './solana/start-solana-node.js';
export * from './solana/solana-control.js';
export * from './solana/solana-node-options.js';
export * from './solana/spl-tokens.js';
