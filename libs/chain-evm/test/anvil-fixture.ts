import { networkOf, toChecksumAddress, type ChainPort } from '@waiaas/core';
import {
  deployTestToken,
  mintTestToken,
  startAnvil,
  startFaultProxy,
  type AnvilNode,
  type ChainFixture,
  type FaultProxy,
} from '@waiaas/testing';
import { getAddress, hexToBytes, keccak256, type Hex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { createEvmChain, type EvmChain, type EvmChainOptions } from '../src/index.js';
import { decodeTransaction } from '../src/decode/decode-payload.js';

export const NETWORK = networkOf('base-sepolia');
export const SENDER_KEY: Hex = `0x${'11'.repeat(32)}`;
const OTHER_KEY: Hex = `0x${'22'.repeat(32)}`;
export const SENDER = privateKeyToAccount(SENDER_KEY).address;
export const RECIPIENT = getAddress('0x00000000000000000000000000000000000a11ce');

export interface AnvilFixture extends ChainFixture {
  readonly chain: EvmChain;
  readonly node: AnvilNode;
  readonly proxy: FaultProxy;
}

/** Signs as the signer process does: r ‖ s ‖ yParity over the hash of the payload. */
export async function signWith(key: Hex, payload: string): Promise<string> {
  const { r, s, yParity } = await sign({ hash: keccak256(hexToBytes(`0x${payload}`)), privateKey: key });
  return `${r.slice(2)}${s.slice(2)}0${String(yParity)}`;
}

export function chainAt(endpoints: readonly string[], options: Partial<EvmChainOptions> = {}): EvmChain {
  return createEvmChain({ network: NETWORK, endpoints, timeoutMs: 3000, freshnessMs: 0, ...options });
}

/** Anvil without automatic mining behind a fault proxy, with one funded wallet and one token. */
export async function makeAnvilFixture(extraArguments: readonly string[] = []): Promise<AnvilFixture> {
  const node = await startAnvil({ chainId: NETWORK.chainId ?? 0, automine: false, extraArguments });
  const proxy = await startFaultProxy(node.url);
  const chain = chainAt([proxy.url]);
  await node.setBalance(SENDER, 10n ** 18n);
  const token = await deployTestToken(node);
  await mintTestToken(node, token.address, SENDER, 1_000_000n);
  return {
    ...accounts,
    ...handsOf(node, proxy, chain),
    chain,
    node,
    proxy,
    token,
    close: async () => {
      await proxy.close();
      await node.process.kill();
    },
  };
}

const accounts = {
  sender: SENDER,
  nativeHeld: 10n ** 18n,
  tokenHeld: 1_000_000n,
  recipient: RECIPIENT,
  stranger: toChecksumAddress('0x00000000000000000000000000000000000000bb'),
  amount: 123_456_789n,
  unknownHash: `0x${'ab'.repeat(32)}`,
} as const;

type Hands = Omit<ChainFixture, keyof typeof accounts | 'chain' | 'token' | 'close'>;

function handsOf(node: AnvilNode, proxy: FaultProxy, chain: ChainPort): Hands {
  return {
    sign: (unsigned) => signWith(SENDER_KEY, unsigned.payload),
    signAsOther: (unsigned) => signWith(OTHER_KEY, unsigned.payload),
    refOf: (signed, unsigned) => ({ hash: signed.hash, from: SENDER, nonce: decodeTransaction(`0x${unsigned.payload}`).nonce }),
    mine: () => node.mine(),
    finalize: () => node.finalize(),
    drop: (hash) => node.dropTransaction(hash),
    kill: async () => {
      await useNonce(chain);
      await node.finalize();
    },
    reorg: () => node.reorg(),
    disconnect: async () => {
      await proxy.inject({ kind: 'refuse' });
    },
    reconnect: () => {
      proxy.clear();
      return Promise.resolve();
    },
    loseNextAnswer: async () => {
      await proxy.inject({ kind: 'drop-response', times: 1, methods: ['eth_sendRawTransaction'] });
    },
  };

  /** Another transaction of the sender takes the next nonce. */
  async function useNonce(port: ChainPort): Promise<void> {
    const nonce = await port.nextNonce(SENDER);
    const request = { walletId: 'w', chain: 'ethereum', network: NETWORK.name, from: SENDER } as const;
    const intent = { ...request, type: 'TRANSFER', to: SENDER, amount: '0' } as const;
    const unsigned = port.build(intent, (await port.gather(intent)).params, nonce);
    await port.broadcast(port.assemble(unsigned, await signWith(SENDER_KEY, unsigned.payload)).raw);
    await node.mine();
  }
}
