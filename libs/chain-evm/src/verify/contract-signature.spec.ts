import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { plainNode, scriptedChain } from '../../test/scripted-chain.js';
import { ScriptedError, type ScriptedNode } from '../../test/scripted-node.js';
import type { ContractVerdict } from './contract-signature.js';

const MAGIC = `0x1626ba7e${'0'.repeat(56)}`;
const CODE = '0x6001';
const QUESTION = {
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  digest: `0x${'ab'.repeat(32)}`,
  signature: '0x1234',
};

const contract = (answer: unknown = MAGIC, code: unknown = CODE): ScriptedNode =>
  plainNode({ eth_getCode: () => code, eth_call: () => answer });
const down = (): ScriptedNode => {
  const node = plainNode();
  node.override = () => new Response('', { status: 503 });
  return node;
};
const judgedBy = (...nodes: readonly ScriptedNode[]): Promise<ContractVerdict> =>
  scriptedChain(nodes).chain.judgeContractSignature(QUESTION);

describe('a signature that a contract judges (EIP-1271)', () => {
  it('is valid when the contract answers the magic value, and names the code that did', async () => {
    expect(await judgedBy(contract())).toEqual({ isValid: true, codeHash: keccak256(CODE) });
  });

  it.each([
    ['zero', `0x${'0'.repeat(64)}`],
    ['true', `0x${'0'.repeat(63)}1`],
    ['the bare selector', '0x1626ba7e'],
    ['the magic value and more', `${MAGIC}00`],
    ['nothing', '0x'],
    ['a revert', new ScriptedError(3, 'execution reverted')],
  ])('is refused when the contract answers %s', async (_name, answer) => {
    expect(await judgedBy(contract(answer))).toMatchObject({ isValid: false });
  });

  it.each(['0x', `0xef0100${'11'.repeat(20)}`])('is refused where the code is %s, whatever is answered', async (code) => {
    expect(await judgedBy(contract(MAGIC, code))).toEqual({ isValid: false, codeHash: null });
  });

  it('needs every endpoint that answers to agree on code and verdict', async () => {
    expect(await judgedBy(contract(), contract())).toMatchObject({ isValid: true });
    expect(await judgedBy(contract(), contract(`0x${'0'.repeat(64)}`))).toMatchObject({ isValid: false });
    expect(await judgedBy(contract(), contract(MAGIC, '0x6002'))).toMatchObject({ isValid: false });
    expect(await judgedBy(contract(), down(), contract())).toMatchObject({ isValid: true });
  });

  it('is not decided by one endpoint where two are configured, nor by a node that fails', async () => {
    const unavailable = { code: 'ADAPTER_NOT_AVAILABLE' };
    await expect(judgedBy(contract(), down())).rejects.toMatchObject(unavailable);
    await expect(judgedBy(down())).rejects.toMatchObject(unavailable);
    await expect(judgedBy(contract(new ScriptedError(-32005, 'limit')))).rejects.toMatchObject(unavailable);
  });
});
