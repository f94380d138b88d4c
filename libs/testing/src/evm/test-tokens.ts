import { toChecksumAddress, type TokenFacts } from '@waiaas/core';
import { encodeAbiParameters, encodeFunctionData, parseAbi } from 'viem';
import type { AnvilNode } from './anvil-node.js';
import { TEST_BYTECODE } from './contracts/test-bytecode.js';

const ABI = parseAbi([
  'function mint(address to, uint256 value)',
  'function balanceOf(address owner) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function ownerOf(uint256 tokenId) view returns (address)',
]);
const MULTI_ABI = parseAbi([
  'function mint(address to, uint256 id, uint256 value)',
  'function balanceOf(address owner, uint256 id) view returns (uint256)',
]);
const STRINGS = [{ type: 'string' }, { type: 'string' }, { type: 'uint8' }] as const;

type Hex = `0x${string}`;
const asHex = (value: string): Hex => value as Hex;

export interface TestTokenOptions {
  readonly name?: string;
  readonly symbol?: string;
  readonly decimals?: number;
}

/** Deploys an ERC-20 that anybody may mint. */
export async function deployTestToken(node: AnvilNode, options: TestTokenOptions = {}): Promise<TokenFacts> {
  const { name = 'Test Dollar', symbol = 'TUSD', decimals = 6 } = options;
  const tail = encodeAbiParameters(STRINGS, [name, symbol, decimals]).slice(2);
  const address = await deploy(node, `${TEST_BYTECODE.TestToken}${tail}`);
  return { address, decimals, symbol, name, standard: 'ERC-20' };
}

export async function mintTestToken(node: AnvilNode, token: string, to: string, amount: bigint): Promise<void> {
  await node.send({ to: token, data: encodeFunctionData({ abi: ABI, functionName: 'mint', args: [asHex(to), amount] }) });
}

/** Deploys an ERC-721 and gives `owner` the token ids. */
export async function deployTestNft(node: AnvilNode, owner: string, tokenIds: readonly bigint[]): Promise<string> {
  const address = await deploy(node, TEST_BYTECODE.TestNft);
  for (const tokenId of tokenIds) await mintTestToken(node, address, owner, tokenId);
  return address;
}

/** Deploys an ERC-1155 and gives `owner` an amount of one id. */
export async function deployTestMultiToken(node: AnvilNode, owner: string, id: bigint, amount: bigint): Promise<string> {
  const address = await deploy(node, TEST_BYTECODE.TestMultiToken);
  const data = encodeFunctionData({ abi: MULTI_ABI, functionName: 'mint', args: [asHex(owner), id, amount] });
  await node.send({ to: address, data });
  return address;
}

export async function testTokenBalance(node: AnvilNode, token: string, owner: string): Promise<bigint> {
  return BigInt(await view(node, token, encodeFunctionData({ abi: ABI, functionName: 'balanceOf', args: [asHex(owner)] })));
}

export async function testTokenAllowance(node: AnvilNode, token: string, owner: string, spender: string): Promise<bigint> {
  const data = encodeFunctionData({ abi: ABI, functionName: 'allowance', args: [asHex(owner), asHex(spender)] });
  return BigInt(await view(node, token, data));
}

export async function testNftOwner(node: AnvilNode, token: string, tokenId: bigint): Promise<string> {
  const word = await view(node, token, encodeFunctionData({ abi: ABI, functionName: 'ownerOf', args: [tokenId] }));
  return toChecksumAddress(`0x${word.slice(-40)}`);
}

export async function testMultiTokenBalance(node: AnvilNode, token: string, owner: string, id: bigint): Promise<bigint> {
  const data = encodeFunctionData({ abi: MULTI_ABI, functionName: 'balanceOf', args: [asHex(owner), id] });
  return BigInt(await view(node, token, data));
}

export async function deploy(node: AnvilNode, data: string): Promise<string> {
  const address = await node.send({ data });
  if (address === undefined) throw new Error('the deployment made no contract');
  return toChecksumAddress(address);
}

function view(node: AnvilNode, to: string, data: Hex): Promise<string> {
  return node.rpc<string>('eth_call', { to, data }, 'latest');
}
