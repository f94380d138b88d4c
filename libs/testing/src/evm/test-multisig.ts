import { encodeAbiParameters, encodeFunctionData, parseAbi } from 'viem';
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts';
import type { AnvilNode } from './anvil-node.js';
import { TEST_BYTECODE } from './contracts/test-bytecode.js';
import { deploy } from './test-tokens.js';

export type TestSigner = Pick<PrivateKeyAccount, 'address' | 'signMessage'>;

const ABI = parseAbi(['function setMembers(address[] members, uint256 threshold)']);
const ARGUMENTS = [{ type: 'address[]' }, { type: 'uint256' }] as const;

export function newSigners(count: number): readonly TestSigner[] {
  return Array.from({ length: count }, () => privateKeyToAccount(generatePrivateKey()));
}

/** Deploys a contract that takes a signature for its own when so many of its members gave theirs (EIP-1271). */
export async function deployMultisig(node: AnvilNode, members: readonly TestSigner[], threshold: number): Promise<string> {
  const tail = encodeAbiParameters(ARGUMENTS, [members.map(({ address }) => address), BigInt(threshold)]).slice(2);
  return deploy(node, `${TEST_BYTECODE.TestMultisig}${tail}`);
}

/** The contract stays what it is; who may sign for it changes. */
export async function setMembers(
  node: AnvilNode,
  multisig: string,
  members: readonly TestSigner[],
  threshold: number,
): Promise<void> {
  const args = [members.map(({ address }) => address), BigInt(threshold)] as const;
  await node.send({ to: multisig, data: encodeFunctionData({ abi: ABI, functionName: 'setMembers', args }) });
}

/** Each signs the text by itself; the signatures stand one behind the other in the order of their addresses. */
export async function signTogether(signers: readonly TestSigner[], text: string): Promise<`0x${string}`> {
  const ordered = [...signers].sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
  const signatures = await Promise.all(ordered.map(async (signer) => signer.signMessage({ message: text })));
  return `0x${signatures.map((signature) => signature.slice(2)).join('')}`;
}
