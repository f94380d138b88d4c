import { base64 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded } from '../../test/bounded.js';
import {
  bytes,
  calldata,
  execute,
  flatList,
  list,
  multicall,
  multiSend,
  safeTransaction,
  tail,
  transfer,
  word,
} from '../../test/abi.js';
import { decisionOn, GENEROUS, K, onCall, P, Q, R, S, WORLD } from '../../test/verdict.js';
import type { Decision } from '../decision.js';
import { EFFECT_SELECTORS } from './evm/effect-selectors.js';
import { WRAPPER_SELECTORS } from './evm/wrapper-selectors.js';

const RANK = ['INSTANT', 'NOTIFY', 'DELAY', 'APPROVAL'];

/** How strict a verdict is; a denial is stricter than any tier. */
function strictness({ result }: Decision): number {
  return result.tier === null ? RANK.length : RANK.indexOf(result.tier);
}

const SELECTORS = [...EFFECT_SELECTORS.keys(), ...WRAPPER_SELECTORS.keys()];

/** Words that decoders trip over: small numbers, offsets, the edges of fields, addresses. */
const trickyWord = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((index) => word(index * 32)),
  fc.constantFrom(0n, 1n, 2n ** 160n - 1n, 2n ** 160n, 2n ** 255n, 2n ** 256n - 1n).map((value) => word(value)),
  fc.constantFrom(P, Q, R, S, K).map((address) => word(address)),
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }).map((value) => word(value)),
);

const hostileData = fc
  .tuple(fc.constantFrom(...SELECTORS), fc.array(trickyWord, { maxLength: 14 }), fc.uint8Array({ maxLength: 31 }))
  .map(([selector, words, rest]) =>
    calldata(selector, ...words, Array.from(rest, (one) => one.toString(16).padStart(2, '0')).join('')),
  );

const call = fc.oneof(
  fc.tuple(fc.constantFrom(P, Q), fc.integer({ min: 0, max: 100 })).map(([to, amount]) => transfer(to, amount)),
  fc.constantFrom(
    '0x',
    '0x12345678',
    '0x095ea7b3',
    calldata('0x095ea7b3', word(Q), word(5)),
    calldata('0xa22cb465', word(Q), word(1)),
  ),
  hostileData,
);

const POLICIES = [
  { type: 'WHITELIST', rules: { allowed_addresses: [P, R] } },
  { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: R }, { address: K }] } },
];
const judge = (data: string) => onCall({ contractAddress: K, calldata: data }, ...POLICIES);

describe('hostile calldata', () => {
  it('gets a verdict, whatever it is', () => {
    fc.assert(
      fc.property(hostileData, (data) => {
        expect(strictness(judge(data))).toBeGreaterThanOrEqual(0);
      }),
      bounded(1500),
    );
  });

  it('gets a verdict where it is mere bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...SELECTORS), (rest, selector) => {
        const data = selector + Array.from(rest, (one) => one.toString(16).padStart(2, '0')).join('');
        expect(strictness(judge(data))).toBeGreaterThanOrEqual(0);
      }),
      bounded(500),
    );
  });

  it('is never judged more mildly for bytes after it', () => {
    fc.assert(
      fc.property(hostileData, fc.uint8Array({ minLength: 1, maxLength: 64 }), (data, more) => {
        const longer = data + Array.from(more, (one) => one.toString(16).padStart(2, '0')).join('');
        // What was cut short may become whole; what could be read stays what it was.
        fc.pre(strictness(judge(data)) !== RANK.indexOf('APPROVAL'));
        expect(strictness(judge(longer))).toBeGreaterThanOrEqual(strictness(judge(data)));
      }),
      bounded(500),
    );
  });
});

describe('a call inside others', () => {
  const wrappers = fc.constantFrom(
    (data: string) => multicall(data),
    (data: string) => execute(K, 0, data),
    (data: string) => safeTransaction(K, data),
    (data: string) => multiSend({ to: K, data }),
  );

  it('is never judged more mildly than by itself', () => {
    fc.assert(
      fc.property(call, fc.array(wrappers, { minLength: 1, maxLength: 6 }), (data, layers) => {
        fc.pre(data !== '0x');
        const wrapped = layers.reduce((inner, wrap) => wrap(inner), data);
        // The data may be a wrapper of its own, and looking ends four levels deep.
        const tier = Math.min(strictness(judge(data)), layers.length > 2 ? RANK.indexOf('APPROVAL') : RANK.length);
        expect(strictness(judge(wrapped))).toBeGreaterThanOrEqual(tier);
      }),
      bounded(500),
    );
  });

  it('is judged as strictly beside others, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 3 }), (calls, turn) => {
        const turned = [...calls.slice(turn % calls.length), ...calls.slice(0, turn % calls.length)];
        const together = strictness(judge(multicall(...calls)));
        expect(strictness(judge(multicall(...turned)))).toBe(together);
        for (const one of calls) expect(together).toBeGreaterThanOrEqual(strictness(judge(multicall(one))));
      }),
      bounded(300),
    );
  });

  it('does not cost more the more often the same bytes are pointed at', () => {
    const inner = calldata(
      '0xac9650d8',
      word(32),
      word(1000),
      ...Array.from({ length: 1000 }, () => word(32_000)),
      bytes(transfer(Q, 1)),
    );
    const data = multicall(...Array.from({ length: 12 }, () => inner));
    expect(judge(data).operations.length).toBeLessThan(300);
  });
});

describe('a batch', () => {
  it('is judged at least as strictly as each of its instructions', () => {
    const instruction = call.map((data) => ({ type: 'CONTRACT_CALL', contractAddress: K, calldata: data }));
    fc.assert(
      fc.property(fc.array(instruction, { minLength: 2, maxLength: 5 }), (instructions) => {
        const body = {
          ...WORLD,
          policies: [GENEROUS, ...POLICIES],
          request: { type: 'BATCH', network: 'ethereum-mainnet', instructions },
        };
        const together = strictness(decisionOn(body));
        for (const { calldata: data } of instructions) expect(together).toBeGreaterThanOrEqual(strictness(judge(data)));
      }),
      bounded(200),
    );
  });
});

describe('instructions of Solana programs', () => {
  it('get a verdict, whatever their data', () => {
    const programs = fc.constantFrom(
      '11111111111111111111111111111111',
      'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
      'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb',
      'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL',
    );
    const account = fc.constantFrom('11111111111111111111111111111111', 'So11111111111111111111111111111111111111112');
    fc.assert(
      fc.property(
        programs,
        fc.uint8Array({ maxLength: 90 }).map((some) => base64.encode(some)),
        fc.array(account, { maxLength: 6 }),
        (contractAddress, data, accounts) => {
          const request = { type: 'CONTRACT_CALL', network: 'solana-mainnet', contractAddress, calldata: data, accounts };
          expect(strictness(decisionOn({ ...WORLD, policies: [GENEROUS], request }))).toBeGreaterThanOrEqual(0);
        },
      ),
      bounded(1000),
    );
  });
});

describe('a call that repeats itself by reference', () => {
  it('is looked into no further than any other', () => {
    const one = word(P) + word(Q) + word(7) + word(K);
    const many = calldata('0x0d58b1db', tail(0, [flatList(1000, one.repeat(1000))]));
    const data = calldata('0xac9650d8', word(32), word(64), ...Array.from({ length: 64 }, () => word(64 * 32)), bytes(many));
    expect(judge(data).result).toMatchObject({ allowed: false });
    expect(judge(data).operations.length).toBeLessThan(3000);
  });
});

describe('lists of calls', () => {
  it('may be empty: nothing is inside', () => {
    expect(judge(calldata('0xac9650d8', tail(0, [list([])]))).operations).toHaveLength(1);
  });
});
