import { describe, expect, it } from 'vitest';
import { block, plainNode, scriptedChain } from '../../test/scripted-chain.js';
import { ScriptedError } from '../../test/scripted-node.js';

const WALLET = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const TRANSFER = {
  type: 'TRANSFER',
  to: WALLET,
  amount: '1',
  walletId: 'w',
  chain: 'ethereum',
  network: 'base-sepolia',
  from: WALLET,
} as const;

describe('fees of a network', () => {
  it('are asked once for many requests of a moment, and again after it', async () => {
    const node = plainNode();
    const { chain, clock } = scriptedChain([node]);
    await Promise.all(Array.from({ length: 32 }, () => chain.gather(TRANSFER)));
    expect(node.count('eth_maxPriorityFeePerGas')).toBe(1);
    clock.nowMs += 1000;
    await chain.gather(TRANSFER);
    expect(node.count('eth_maxPriorityFeePerGas')).toBe(2);
  });

  it('are not remembered when asking failed', async () => {
    const node = plainNode();
    const { chain } = scriptedChain([node]);
    node.override = () => new Response('', { status: 503 });
    await expect(chain.params(TRANSFER)).rejects.toMatchObject({ code: 'ADAPTER_NOT_AVAILABLE' });
    node.override = undefined;
    expect(await chain.params(TRANSFER)).toEqual({
      kind: 'evm',
      gasLimit: '25200',
      maxFeePerGas: '2000000001',
      maxPriorityFeePerGas: '1',
    });
  });

  it('take the tip from the gas price where the node has no opinion of it', async () => {
    const noTip = (): ScriptedError => new ScriptedError(-32601, 'the method does not exist');
    const above = scriptedChain([plainNode({ eth_maxPriorityFeePerGas: noTip, eth_gasPrice: () => '0x3b9aca05' })]);
    expect(await above.chain.params(TRANSFER)).toMatchObject({ maxPriorityFeePerGas: '5' });
    const below = scriptedChain([plainNode({ eth_maxPriorityFeePerGas: noTip, eth_gasPrice: () => '0x1' })]);
    expect(await below.chain.params(TRANSFER)).toMatchObject({ maxPriorityFeePerGas: '0' });
  });

  it('are a plain gas price where blocks have no base fee', async () => {
    const node = plainNode({ eth_getBlockByNumber: () => ({ ...block(100), baseFeePerGas: undefined }) });
    expect(await scriptedChain([node]).chain.params(TRANSFER)).toMatchObject({ isLegacy: true, maxFeePerGas: '1000000001' });
  });
});
