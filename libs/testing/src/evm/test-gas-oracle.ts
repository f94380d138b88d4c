import { encodeFunctionData, parseAbi } from 'viem';
import type { AnvilNode } from './anvil-node.js';
import { TEST_BYTECODE } from './contracts/test-bytecode.js';
import { deploy } from './test-tokens.js';

const PREDEPLOY = '0x420000000000000000000000000000000000000F';
const ABI = parseAbi([
  'function set(uint256 weiPerByte, bool isBeforeFjord)',
  'function setOperator(uint256 perTransaction, uint256 perMillionGas)',
]);

/** Puts a GasPriceOracle where chains of the OP stack have theirs. It asks for nothing until told. */
export async function placeGasPriceOracle(node: AnvilNode): Promise<void> {
  const model = await deploy(node, TEST_BYTECODE.TestGasPriceOracle);
  await node.rpc('anvil_setCode', PREDEPLOY, await node.rpc<string>('eth_getCode', model, 'latest'));
}

/** What a published byte costs from now on, and whether the oracle is one of the time before the Fjord upgrade. */
export async function tellGasPriceOracle(
  node: AnvilNode,
  weiPerByte: bigint,
  { isBeforeFjord = false }: { readonly isBeforeFjord?: boolean } = {},
): Promise<void> {
  await node.send({
    to: PREDEPLOY,
    data: encodeFunctionData({ abi: ABI, functionName: 'set', args: [weiPerByte, isBeforeFjord] }),
  });
}

/** What the operator takes from now on: so much a transaction, and so much a million gas. */
export async function tellOperatorFee(node: AnvilNode, perTransaction: bigint, perMillionGas: bigint): Promise<void> {
  await node.send({
    to: PREDEPLOY,
    data: encodeFunctionData({ abi: ABI, functionName: 'setOperator', args: [perTransaction, perMillionGas] }),
  });
}
