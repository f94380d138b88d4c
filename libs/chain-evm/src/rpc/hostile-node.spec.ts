import { describe, expect, it } from 'vitest';
import { block, plainNode, scriptedChain } from '../../test/scripted-chain.js';
import type { RpcFailureKind } from './rpc-failure.js';
import type { ScriptedMethod } from '../../test/scripted-node.js';

const WALLET = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const HASH = `0x${'ab'.repeat(32)}`;
const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };
const receipt = { transactionHash: HASH, blockNumber: '0x10', blockHash: HASH, status: '0x1' };
const TRANSFER = {
  type: 'TRANSFER',
  to: WALLET,
  amount: '1',
  walletId: 'w',
  chain: 'ethereum',
  network: 'base-sepolia',
  from: WALLET,
} as const;

describe('answers that are no answers', () => {
  it.each<[string, RpcFailureKind, () => Response]>([
    ['text', 'garbage', () => new Response('<html>welcome</html>')],
    ['nothing', 'garbage', () => new Response('')],
    ['null', 'garbage', () => Response.json(null)],
    ['a number', 'garbage', () => Response.json(7)],
    ['another id', 'garbage', () => Response.json({ jsonrpc: '2.0', id: 99, result: '0x14a34' })],
    ['no result', 'garbage', () => Response.json({ jsonrpc: '2.0', id: 0 })],
    ['an error that is a string', 'garbage', () => Response.json({ jsonrpc: '2.0', id: 0, error: 'no' })],
    ['a page with status 500', 'http-status', () => new Response('oops', { status: 500 })],
    ['a redirect', 'redirect', () => new Response(null, { status: 307, headers: { location: 'http://169.254.169.254/' } })],
    ['more than the size limit', 'too-large', () => new Response('x'.repeat(5000))],
  ])('%s is a failure (%s), never a value', async (_name, kind, answer) => {
    const node = plainNode();
    node.override = answer;
    const { chain } = scriptedChain([node], { maxAnswerBytes: 4096 });
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject(UNAVAILABLE);
    expect(chain.endpoints()).toMatchObject([{ lastFailure: kind }]);
    expect(await chain.broadcast('0x02c0')).toEqual({ outcome: 'unknown' });
  });

  it.each<[string, ScriptedMethod]>([
    ['eth_getBalance', () => '-0x1'],
    ['eth_getBalance', () => 100],
    ['eth_getBalance', () => `0x1${'0'.repeat(64)}`],
    ['eth_estimateGas', () => '0x1'],
    ['eth_estimateGas', () => '0xffffffffffffffffff'],
    ['eth_gasPrice', () => `0x${'f'.repeat(64)}`],
    ['eth_maxPriorityFeePerGas', () => `0x${'f'.repeat(64)}`],
    ['eth_getBlockByNumber', () => ({ ...block(1), baseFeePerGas: `0x${'f'.repeat(64)}` })],
    ['eth_getBlockByNumber', () => 'block'],
  ])('facts with a wrong %s are not facts', async (method, script) => {
    const { chain } = scriptedChain([plainNode({ [method]: script })]);
    await expect(chain.gather(TRANSFER)).rejects.toMatchObject(UNAVAILABLE);
    const { chain: backed } = scriptedChain([plainNode({ [method]: script }), plainNode()]);
    expect(await backed.gather(TRANSFER)).toMatchObject({ nativeBalance: 100n });
  });

  it.each([
    { ...receipt, transactionHash: `0x${'cd'.repeat(32)}` },
    { ...receipt, status: '0x2' },
    { ...receipt, status: undefined },
    { ...receipt, blockNumber: 'soon' },
    { ...receipt, blockHash: '0x1' },
    'mined',
    [],
  ])('takes the receipt %j for no fate', async (answer) => {
    const { chain } = scriptedChain([plainNode({ eth_getTransactionReceipt: () => answer })]);
    await expect(chain.fates([{ hash: HASH, from: WALLET, nonce: 0 }])).rejects.toMatchObject(UNAVAILABLE);
  });

  it('does not believe a node that accepts bytes under another hash', async () => {
    const { chain } = scriptedChain([plainNode({ eth_sendRawTransaction: () => HASH })]);
    expect(await chain.broadcast('0x02c0')).toEqual({ outcome: 'unknown' });
  });

  it('sends bytes exactly once, even to a node that fails, with a second one at hand', async () => {
    const [first, second] = [plainNode(), plainNode()];
    const { chain } = scriptedChain([first, second]);
    await chain.nativeBalance(WALLET);
    first.override = () => new Response('bad gateway', { status: 502 });
    expect(await chain.broadcast('0x02c0')).toEqual({ outcome: 'unknown' });
    expect([first, second].map((node) => node.count('eth_sendRawTransaction'))).toEqual([1, 0]);
    await chain.broadcast('0x02c0');
    expect([first, second].map((node) => node.count('eth_sendRawTransaction'))).toEqual([1, 1]);
  });
});
