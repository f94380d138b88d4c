import { DomainError } from '@waiaas/core';
import { encodeFunctionData, keccak256, parseAbi } from 'viem';
import type { Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { nodeError, resultOf, rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { hexData } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';
import { simulationErrorOf } from '../simulate/simulation-error.js';

/** A signature that only the contract at `address` can judge (EIP-1271). */
export interface ContractSignature {
  readonly address: string;
  /** 32 bytes, 0x hex: for a text its EIP-191 hash. */
  readonly digest: string;
  /** 0x hex of any length. */
  readonly signature: string;
}

export interface ContractVerdict {
  readonly isValid: boolean;
  /** keccak-256 of the code that judged; null where the address has no contract. Compare it with the pinned one. */
  readonly codeHash: string | null;
}

const ABI = parseAbi(['function isValidSignature(bytes32 digest, bytes signature)']);
/** EIP-1271: the function's own selector, as bytes4 in a word. */
const MAGIC = `0x1626ba7e${'0'.repeat(56)}`;
/** EIP-7702: a person's account that borrows code. Its key still signs, so it is no contract owner. */
const DELEGATION = '0xef0100';

/**
 * Asks every endpoint that answers, at least two where two are configured, and believes only what all of them say of the same code.
 *
 * @throws DomainError `ADAPTER_NOT_AVAILABLE` where too few answer.
 */
export async function judgeContractSignature(pool: EndpointPool, question: ContractSignature): Promise<ContractVerdict> {
  const { endpoint, verdict } = await pool.read(async (asked) => ({ endpoint: asked, verdict: await judgeAt(asked, question) }));
  if (pool.size === 1) return verdict;
  const others = await pool.askOthers(endpoint, (other) => judgeAt(other, question));
  if (others.length === 0) throw new DomainError('ADAPTER_NOT_AVAILABLE');
  const isAgreed = others.every((other) => other.codeHash === verdict.codeHash && other.isValid);
  return { ...verdict, isValid: verdict.isValid && isAgreed };
}

async function judgeAt(endpoint: Endpoint, { address, digest, signature }: ContractSignature): Promise<ContractVerdict> {
  const data = encodeFunctionData({ abi: ABI, args: [hexData(digest, 'digest'), hexData(signature, 'signature')] });
  const [codeAnswer, callAnswer] = await endpoint.ask([
    rpcCall('eth_getCode', address, 'latest'),
    rpcCall('eth_call', { to: address, data }, 'latest'),
  ]);
  const code = hexData(resultOf(codeAnswer), 'code');
  if (code === '0x' || code.toLowerCase().startsWith(DELEGATION)) return { isValid: false, codeHash: null };
  return { isValid: isMagic(callAnswer), codeHash: keccak256(code) };
}

/** A contract that reverts says no. A node that fails says nothing. */
function isMagic(answer: RpcAnswer | undefined): boolean {
  if (answer === undefined) throw garbage('eth_call');
  if (answer.ok) return hexData(answer.result, 'eth_call').toLowerCase() === MAGIC;
  if (simulationErrorOf(answer.error) === undefined) throw nodeError(answer.error);
  return false;
}
