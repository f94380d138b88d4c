import { setTimeout as pause } from 'node:timers/promises';
import { Keypair } from '@solana/web3.js';
import type { FaultProxy, ProxiedCall } from '@waiaas/testing';
import type { SeededRandom } from '../harness/seeded-random.js';
import type { TortureWorld } from './torture-world.js';
import { SHORT_MS, type Trouble } from './trouble.js';

interface Lie {
  readonly methods: readonly string[];
  readonly tell: (call: ProxiedCall, result: unknown) => unknown;
}

type Invention = (world: TortureWorld, random: SeededRandom) => Lie | Promise<Lie>;

const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

/** One of two endpoints lies about one thing for a while: alone it must not be believed with anybody's money. */
function lying(name: string, chain: 'ethereum' | 'solana', invent: Invention, weight = 36): Trouble {
  return {
    name: `lie: ${name}`,
    weight,
    strike: async (world, random) => {
      const liar: FaultProxy = random.pick([world[chain].proxy, world.second[chain]]);
      const lift = await liar.inject({ kind: 'lie', ...(await invent(world, random)) });
      await pause(2 * random.integer(SHORT_MS));
      lift();
    },
  };
}

const RECEIPT = 'eth_getTransactionReceipt';

interface Block {
  readonly number: string;
  readonly hash: string;
}

/** The block at this depth. While the chain is reorganised there may be none for a moment. */
async function blockAt(node: TortureWorld['ethereum']['node'], depth: number): Promise<Block> {
  for (;;) {
    const latest = Number(await node.rpc<string>('eth_blockNumber'));
    const block = await node.rpc<Block | null>('eth_getBlockByNumber', hex(Math.max(0, latest - depth)), false);
    if (block !== null) return block;
    await pause(SHORT_MS / 10);
  }
}

/** Of whatever is asked for: it landed in this block. */
async function forgedReceipt({ ethereum }: TortureWorld, depth: number, status: '0x0' | '0x1'): Promise<Lie> {
  const { number, hash } = await blockAt(ethereum.node, depth);
  const tell = (call: ProxiedCall): unknown => ({
    ...{ transactionHash: call.params?.[0], blockNumber: number, blockHash: hash, status, transactionIndex: '0x0' },
  });
  return { methods: [RECEIPT], tell };
}

const EVM_LIES: readonly Trouble[] = [
  lying('everything landed', 'ethereum', (world) => forgedReceipt(world, 0, '0x1')),
  lying('everything is final', 'ethereum', (world) => forgedReceipt(world, 5, '0x1')),
  lying('everything was reverted, finally', 'ethereum', (world) => forgedReceipt(world, 5, '0x0')),
  lying('nothing landed', 'ethereum', () => ({ methods: [RECEIPT, 'eth_getTransactionByHash'], tell: () => null })),
  lying('the nonce is higher', 'ethereum', (_, random) => {
    const more = 1 + random.integer(5);
    return { methods: ['eth_getTransactionCount'], tell: (_call, result) => hex(Number(result) + more) };
  }),
  lying('the nonce is zero', 'ethereum', () => ({ methods: ['eth_getTransactionCount'], tell: () => '0x0' })),
  lying('the chain is another', 'ethereum', () => ({ methods: ['eth_chainId'], tell: () => '0x1' }), 6),
  lying('nobody has anything', 'ethereum', () => ({ methods: ['eth_getBalance'], tell: () => '0x0' })),
  lying('everybody is rich', 'ethereum', () => ({ methods: ['eth_getBalance'], tell: () => hex(10n ** 24n) })),
  lying('gas is for nothing', 'ethereum', () => ({
    methods: ['eth_gasPrice', 'eth_maxPriorityFeePerGas'],
    tell: () => '0x0',
  })),
];

const STATUSES = 'getSignatureStatuses';

/** Of every signature that is asked for. */
function statuses(of: () => object | null): Lie {
  const tell = (call: ProxiedCall, result: unknown): unknown => {
    const asked = (call.params?.[0] ?? []) as readonly unknown[];
    return { ...(result as object), value: asked.map(of) };
  };
  return { methods: [STATUSES], tell };
}

async function landed({ solana }: TortureWorld, err: object | null): Promise<Lie> {
  const slot = Number(await solana.node.control.call('getSlot')) - 40;
  return statuses(() => ({ slot, confirmations: null, err, status: {}, confirmationStatus: 'finalized' }));
}

const SOLANA_LIES: readonly Trouble[] = [
  lying('nothing landed, solana', 'solana', () => statuses(() => null)),
  lying('everything landed, solana', 'solana', (world) => landed(world, null)),
  lying('everything failed, finally, solana', 'solana', (world) => landed(world, { InstructionError: [0, 'InvalidArgument'] })),
  lying('heights are far ahead, solana', 'solana', () => ({
    methods: ['getBlockHeight'],
    tell: (_, result) => Number(result) + 100_000,
  })),
  lying('heights are far ahead and nothing landed, solana', 'solana', () => {
    const nothing = statuses(() => null);
    return {
      methods: ['getBlockHeight', ...nothing.methods],
      tell: (call, result) => (call.method === STATUSES ? nothing.tell(call, result) : Number(result) + 100_000),
    };
  }),
  lying('the blockhash is made up, solana', 'solana', () => ({
    methods: ['getLatestBlockhash'],
    tell: (_, result) => {
      const { value, ...context } = result as { value: object };
      return { ...context, value: { ...value, blockhash: Keypair.generate().publicKey.toBase58() } };
    },
  })),
];

/** What a node says that is not so. */
export const LIE_TROUBLES: readonly Trouble[] = [...EVM_LIES, ...SOLANA_LIES];
