import { deployMultisig, newSigners, setMembers, signTogether, type TestSigner } from '@waiaas/testing';
import { hashMessage } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAnvilFixture, type AnvilFixture } from '../../test/anvil-fixture.js';

const TEXT = 'APPROVE sending 250 USDC\n\nNonce: 5e0c';

let fixture: AnvilFixture;
let members: readonly TestSigner[];
let multisig: string;

beforeAll(async () => {
  fixture = await makeAnvilFixture();
  await fixture.node.rpc('evm_setAutomine', true);
  members = newSigners(3);
  multisig = await deployMultisig(fixture.node, members, 2);
});
afterAll(async () => fixture.close());

async function judge(signers: readonly TestSigner[], over: { text?: string; address?: string; signature?: string } = {}) {
  const { text = TEXT, address = multisig } = over;
  const signature = over.signature ?? (await signTogether(signers, text));
  return fixture.chain.judgeContractSignature({ address, digest: hashMessage(TEXT), signature });
}

describe('a multisig on a real node', () => {
  it('takes what enough of its members signed', async () => {
    const { isValid, codeHash } = await judge(members.slice(0, 2));
    expect({ isValid, codeHash }).toEqual({ isValid: true, codeHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) });
    expect(await judge(members)).toEqual({ isValid: true, codeHash });
  });

  it.each<[string, () => ReturnType<typeof judge>]>([
    ['one of two who are needed', () => judge(members.slice(0, 1))],
    ['a member and a stranger', () => judge([...members.slice(0, 1), ...newSigners(1)])],
    ['two members over another text', () => judge(members.slice(0, 2), { text: `${TEXT} ` })],
    ['nobody', () => judge([], { signature: '0x' })],
    ['bytes that are no signatures', () => judge([], { signature: `0x${'00'.repeat(130)}` })],
  ])('does not take what was signed by %s', async (_, verdict) => {
    expect((await verdict()).isValid).toBe(false);
  });

  it('does not take one member twice', async () => {
    const [member] = members;
    if (member === undefined) throw new Error('no member');
    expect((await judge([member, member])).isValid).toBe(false);
  });

  it('goes by who its members are now, under the same code', async () => {
    const others = newSigners(2);
    const changing = await deployMultisig(fixture.node, members, 2);
    const before = await judge(members.slice(0, 2), { address: changing });
    await setMembers(fixture.node, changing, others, 2);
    expect((await judge(members.slice(0, 2), { address: changing })).isValid).toBe(false);
    expect(await judge(others, { address: changing })).toEqual(before);
  });

  it('is another one when other code stands at its address, whatever that answers', async () => {
    const { codeHash } = await judge(members.slice(0, 2));
    const swapped = await deployMultisig(fixture.node, members, 2);
    // Code that answers the magic value to everybody: PUSH4 magic, left-aligned by SHL, returned.
    await fixture.node.rpc('anvil_setCode', swapped, '0x631626ba7e60e01b60005260206000f3');
    const verdict = await judge([], { address: swapped, signature: '0x' });
    expect(verdict.isValid).toBe(true);
    expect(verdict.codeHash).not.toBe(codeHash);
  });

  it('is none where a key has borrowed its code (EIP-7702)', async () => {
    const [person] = newSigners(1);
    const address = person?.address ?? '';
    await fixture.node.rpc('anvil_setCode', address, `0xef0100${multisig.slice(2)}`);
    expect(await judge(members.slice(0, 2), { address })).toEqual({ isValid: false, codeHash: null });
  });
});
