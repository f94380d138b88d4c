import { describe, expect, it } from 'vitest';
import { plainNode, scriptedChain } from '../../test/scripted-chain.js';
import { ScriptedError, type ScriptedNode } from '../../test/scripted-node.js';

const TOKEN = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };

function tokenNode(decimals: number, symbol = ''): ScriptedNode {
  return plainNode({
    eth_getCode: () => '0x6001',
    eth_call: (call) => {
      const { data } = call as { data: string };
      if (data === '0x313ce567') return `0x${decimals.toString(16).padStart(64, '0')}`;
      return data === '0x95d89b41'
        ? `0x${Buffer.from(symbol).toString('hex').padEnd(64, '0')}`
        : new ScriptedError(3, 'execution reverted');
    },
  });
}

const toldBy = (...nodes: readonly ScriptedNode[]): ReturnType<typeof ask> => ask(nodes);
const ask = (nodes: readonly ScriptedNode[]) => scriptedChain(nodes).chain.agreedToken(TOKEN);

describe('the decimals a token is counted by', () => {
  it('are told where every endpoint says the same, whatever each calls the token', async () => {
    expect(await toldBy(tokenNode(6, 'A'), tokenNode(6, 'B'))).toMatchObject({ decimals: 6, symbol: 'A' });
    expect(await toldBy(tokenNode(6))).toMatchObject({ decimals: 6 });
  });

  it('are not told by one node against another: more of them make an amount worth less', async () => {
    await expect(toldBy(tokenNode(18), tokenNode(6))).rejects.toMatchObject(UNAVAILABLE);
    await expect(toldBy(tokenNode(6), tokenNode(6), tokenNode(18))).rejects.toMatchObject(UNAVAILABLE);
    await expect(toldBy(tokenNode(6), plainNode({ eth_getCode: () => '0x' }))).rejects.toMatchObject(UNAVAILABLE);
  });

  it('are not told by one node alone where two are configured', async () => {
    const away = tokenNode(6);
    away.override = () => new Response('', { status: 503 });
    await expect(toldBy(tokenNode(6), away)).rejects.toMatchObject(UNAVAILABLE);
    expect(await toldBy(tokenNode(6), away, tokenNode(6))).toMatchObject({ decimals: 6 });
  });
});
