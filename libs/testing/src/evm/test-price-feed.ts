import { encodeAbiParameters, encodeFunctionData, parseAbi } from 'viem';
import type { AnvilNode } from './anvil-node.js';
import { TEST_BYTECODE } from './contracts/test-bytecode.js';
import { deploy } from './test-tokens.js';

const ABI = parseAbi(['function set(int256 answer, uint256 updatedAt)']);

/** Deploys a price feed of Chainlink's shape that anybody may set. */
export async function deployPriceFeed(node: AnvilNode, decimals: number): Promise<string> {
  return deploy(node, `${TEST_BYTECODE.TestPriceFeed}${encodeAbiParameters([{ type: 'uint8' }], [decimals]).slice(2)}`);
}

/** A new round. */
export async function setPriceFeed(node: AnvilNode, feed: string, answer: bigint, updatedAt: number): Promise<void> {
  const data = encodeFunctionData({ abi: ABI, functionName: 'set', args: [answer, BigInt(updatedAt)] });
  await node.send({ to: feed, data });
}
