import { Keypair } from '@solana/web3.js';
import { startSolanaNode, type SolanaNode } from '@waiaas/testing';
import { serializeTransaction } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import {
  ACCEPT_ALL,
  DOLLAR,
  ETHER,
  NETWORK,
  RECIPIENT,
  startEvmWorld,
  STRANGER,
  type EvmWorld,
} from '../src/harness/evm-world.js';
import { addPolicies } from '../src/harness/policies.js';
import { allowNative, createWallet, masterOf, type TestWallet } from '../src/harness/wallets.js';

const TWENTY_DOLLARS = (ETHER / 100n).toString();

let world: EvmWorld;
let solana: SolanaNode;
let wallet: TestWallet;
let collection: string;

beforeAll(async () => {
  solana = await startSolanaNode({ slotMs: 400 });
  world = await startEvmWorld({
    WAIAAS_RPC_SOLANA_DEVNET: solana.url,
    WAIAAS_POLICY_SIGN_MESSAGE_DEFAULT_TIER: 'NOTIFY',
    WAIAAS_SECURITY_MAX_SESSIONS_PER_WALLET: '1000',
  });
  wallet = await world.wallet();
  collection = await world.nft(wallet.address, [1n, 2n]);
  await addPolicies(world.daemon, wallet, {
    SPENDING_LIMIT: { instant_max_usd: 100 },
    ALLOWED_TOKENS: { tokens: [world.dollar, collection].map((address) => ({ address })) },
    APPROVED_SPENDERS: { spenders: [{ address: world.router }] },
    APPROVE_TIER_OVERRIDE: { tier: 'INSTANT' },
    CONTRACT_WHITELIST: { contracts: [world.router, collection].map((address) => ({ address })) },
    METHOD_WHITELIST: { methods: [{ contractAddress: world.router, selectors: ['0x12345678'] }] },
  });
});

afterAll(async () => {
  await world.stop();
  await solana.stop();
});

async function sessionOf(constraints: object, of = wallet): Promise<Api> {
  const master = await masterOf(world.daemon);
  const { token } = await master.must(201, master.post<{ token: string }>('/v1/sessions', { walletId: of.id, constraints }));
  return Api.session(master.baseUrl, token);
}

type Way = (api: Api) => Promise<ApiAnswer<object>>;

const sending =
  (body: () => object): Way =>
  (api) =>
    api.post('/v1/transactions/send', { network: NETWORK, ...body() });

const PERMIT = ['owner:address', 'spender:address', 'value:uint256', 'nonce:uint256', 'deadline:uint256'].map((field) => {
  const [name, type] = field.split(':');
  return { name, type };
});

const typedData = (): object => ({
  types: { Permit: PERMIT },
  primaryType: 'Permit',
  domain: { name: 'Test', version: '1', chainId: 11155111, verifyingContract: world.dollar },
  message: {
    ...{ owner: wallet.address, spender: world.router, value: (20n * DOLLAR).toString(), nonce: '0' },
    deadline: String(Math.floor(Date.now() / 1000) + 600),
  },
});

/** A nonce far from those of the sends that run beside it would be refused before any policy is asked. */
const signing: Way = async (api) => {
  const answer = async (nonce: number): Promise<ApiAnswer<{ details?: { reason?: string; nonce?: number } }>> =>
    api.post('/v1/transactions/sign', {
      network: NETWORK,
      transaction: serializeTransaction({
        ...{ type: 'eip1559', chainId: 11155111, nonce, gas: 21_000n, to: RECIPIENT, value: BigInt(TWENTY_DOLLARS) },
        ...{ maxFeePerGas: 3_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
      }),
    });
  const first = await answer(0);
  const free = first.body.details?.nonce;
  return first.body.details?.reason === 'NONCE' && free !== undefined ? answer(free) : first;
};

/** One request of every kind by every road that signs, and the type it is judged as. */
const REQUESTS: readonly (readonly [type: string, road: string, way: Way])[] = [
  ['TRANSFER', 'send', sending(() => ({ to: RECIPIENT, amount: TWENTY_DOLLARS }))],
  [
    'TOKEN_TRANSFER',
    'send',
    sending(() => ({
      ...{ type: 'TOKEN_TRANSFER', to: RECIPIENT, amount: (20n * DOLLAR).toString() },
      token: { address: world.dollar },
    })),
  ],
  ['CONTRACT_CALL', 'send', sending(() => ({ type: 'CONTRACT_CALL', to: world.router, calldata: '0x12345678' }))],
  [
    'APPROVE',
    'send',
    sending(() => ({
      ...{ type: 'APPROVE', spender: world.router, amount: (20n * DOLLAR).toString() },
      token: { address: world.dollar },
    })),
  ],
  [
    'NFT_TRANSFER',
    'send',
    sending(() => ({
      ...{ type: 'NFT_TRANSFER', to: RECIPIENT },
      token: { address: collection, tokenId: '1', standard: 'ERC-721' },
    })),
  ],
  ['CONTRACT_DEPLOY', 'send', sending(() => ({ type: 'CONTRACT_DEPLOY', bytecode: ACCEPT_ALL }))],
  ['TRANSFER', 'sign', signing],
  [
    'SIGN_MESSAGE',
    'sign-message',
    (api) => api.post('/v1/transactions/sign-message', { network: NETWORK, signType: 'personal', message: 'Hello' }),
  ],
  [
    'SIGN_TYPED_DATA',
    'sign-message',
    (api) => api.post('/v1/transactions/sign-message', { network: NETWORK, signType: 'typedData', typedData: typedData() }),
  ],
];

const VIOLATED = '403 CONSTRAINT_VIOLATED';
const EVERY_TYPE = [...new Set(REQUESTS.map(([type]) => type))];

describe.each(REQUESTS)('a session that asks for %s by %s', (type, road, way) => {
  it('may, where its constraints name the type and the network', async () => {
    const { status } = await way(await sessionOf({ types: [type], networks: [NETWORK] }));
    expect(status).toBe(road === 'send' ? 201 : 200);
  });

  it('may not, where they name every other type', async () => {
    const types = EVERY_TYPE.filter((one) => one !== type);
    expect(verdictOf(await way(await sessionOf({ types })))).toBe(VIOLATED);
  });

  it('may not on a network they do not name', async () => {
    expect(verdictOf(await way(await sessionOf({ networks: ['base-sepolia'] })))).toBe(VIOLATED);
  });
});

const toSomebody = REQUESTS.filter(([type]) => type !== 'CONTRACT_DEPLOY' && type !== 'SIGN_MESSAGE');
const unjudged = new Set(['CONTRACT_DEPLOY']);
const worthSomething = REQUESTS.filter(([type]) => !unjudged.has(type));

describe('a session whose recipients are others', () => {
  it.each(toSomebody)('may not %s by %s', async (_type, _road, way) => {
    expect(verdictOf(await way(await sessionOf({ recipients: [STRANGER] })))).toBe(VIOLATED);
  });
});

describe.each(['maxUsdPerTx', 'dailyUsd'])('a session with a small %s', (limit) => {
  it.each(worthSomething)('may not %s by %s', async (_type, _road, way) => {
    expect(verdictOf(await way(await sessionOf({ [limit]: 5 })))).toBe(VIOLATED);
  });
});

describe('a session with a highest tier', () => {
  const above = REQUESTS.filter(([type]) => ['NFT_TRANSFER', 'CONTRACT_DEPLOY', 'SIGN_MESSAGE', 'CONTRACT_CALL'].includes(type));

  it.each(above)('may not %s by %s, which wants a higher one', async (_type, _road, way) => {
    expect(verdictOf(await way(await sessionOf({ maxTier: 'INSTANT' })))).toBe(VIOLATED);
  });
});

describe('a daily limit of a session', () => {
  it('counts what it sent and what it signed, and nobody else of the wallet', async () => {
    const [mine, other] = [await sessionOf({ dailyUsd: 50 }), await sessionOf({ dailyUsd: 50 })];
    const [, , transfer] = REQUESTS[0] ?? [];
    const permit = REQUESTS.at(-1)?.[2];
    if (transfer === undefined || permit === undefined) throw new Error('the table has lost its rows');
    expect([(await transfer(mine)).status, (await permit(mine)).status]).toEqual([201, 200]);
    for (const way of [transfer, permit, signing]) expect(verdictOf(await way(mine))).toBe(VIOLATED);
    expect((await transfer(other)).status).toBe(201);
  });
});

describe('a batch on Solana', () => {
  it('needs its own type and the type of every instruction', async () => {
    const payer = await createWallet(world.daemon, { chain: 'solana', policyPreset: 'none' });
    await allowNative(world.daemon, payer, 'solana');
    await solana.control.fund(payer.address, 10_000_000_000n);
    const to = (): string => Keypair.generate().publicKey.toBase58();
    const instructions = [1, 2].map(() => ({ type: 'TRANSFER', to: to(), amount: '5000000' }));
    const batch = async (constraints: object) =>
      verdictOf(await (await sessionOf(constraints, payer)).post('/v1/transactions/send', { type: 'BATCH', instructions }));
    expect(await batch({ types: ['BATCH'] })).toBe(VIOLATED);
    expect(await batch({ types: ['TRANSFER'] })).toBe(VIOLATED);
    expect(await batch({ recipients: [instructions[0]?.to] })).toBe(VIOLATED);
    expect(await batch({ types: ['BATCH', 'TRANSFER'], recipients: instructions.map((one) => one.to) })).toMatch(/^201/);
  });
});
