import { testMultiTokenBalance, testNftOwner, testTokenAllowance, testTokenBalance } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCEPT_ALL,
  calldata,
  CAIP2,
  DOLLAR,
  NETWORK,
  RECIPIENT,
  startEvmWorld,
  STRANGER,
  type EvmWorld,
} from '../src/harness/evm-world.js';
import { addPolicies, approveAsMaster, denied, refused, send, simulate, type Sent } from '../src/harness/policies.js';
import { confirmed, until, type TestWallet } from '../src/harness/wallets.js';

const LIMIT = { instant_max_usd: 100, notify_max_usd: 100, delay_max_usd: 100 };

describe('every type of request on a real EVM chain', () => {
  let world: EvmWorld;
  let wallet: TestWallet;
  let collection: string;
  let multiToken: string;

  beforeAll(async () => {
    world = await startEvmWorld();
    wallet = await world.wallet();
    collection = await world.nft(wallet.address, [1n, 2n, 3n]);
    multiToken = await world.multiToken(wallet.address, 7n, 10n);
    await addPolicies(world.daemon, wallet, {
      SPENDING_LIMIT: LIMIT,
      ALLOWED_TOKENS: { tokens: [world.dollar, collection, multiToken].map((address) => ({ address })) },
      APPROVED_SPENDERS: { spenders: [{ address: world.router }] },
      APPROVE_TIER_OVERRIDE: { tier: 'INSTANT' },
      CONTRACT_WHITELIST: {
        contracts: [world.router, world.dollar, collection, multiToken].map((address) => ({ address })),
      },
      METHOD_WHITELIST: { methods: [{ contractAddress: world.router, selectors: ['0x12345678'] }] },
    });
  });

  afterAll(() => world.stop());

  /** Sends, says yes where a human is asked, and waits for the block. */
  const carryOut = async (body: object): Promise<Sent> => {
    const sent = await send(wallet, { network: NETWORK, ...body });
    if (sent.waitReason === 'APPROVAL') expect(await approveAsMaster(world.daemon, sent.id)).toBe('EXECUTING');
    await confirmed(wallet.api, sent.id);
    return sent;
  };

  it('grants an allowance of an ERC-20 token and takes it back', async () => {
    const approve = { type: 'APPROVE', spender: world.router, token: { address: world.dollar, decimals: 6, symbol: 'ANY' } };
    const granted = await carryOut({ ...approve, humanAmount: '40.5' });
    expect(granted.tier).toBe('INSTANT');
    expect(await testTokenAllowance(world.node, world.dollar, wallet.address, world.router)).toBe(40_500_000n);
    const revoked = await carryOut({ ...approve, amount: '0' });
    expect(revoked.tier).toBe('NOTIFY');
    expect(await testTokenAllowance(world.node, world.dollar, wallet.address, world.router)).toBe(0n);
  });

  it('calls a contract with data and with value', async () => {
    const before = BigInt(await world.node.rpc<string>('eth_getBalance', world.router, 'latest'));
    const sent = await carryOut({ type: 'CONTRACT_CALL', to: world.router, calldata: '0x12345678', value: '1000' });
    expect(sent.tier).toBe('NOTIFY');
    expect(BigInt(await world.node.rpc<string>('eth_getBalance', world.router, 'latest')) - before).toBe(1000n);
  });

  it('calls a token as what the call does', async () => {
    const data = calldata('transfer', RECIPIENT, 5n * DOLLAR);
    const sent = await carryOut({ type: 'CONTRACT_CALL', to: world.dollar, calldata: data, abi: [{ name: 'harmless' }] });
    expect(sent.tier).toBe('INSTANT');
    expect(await testTokenBalance(world.node, world.dollar, RECIPIENT)).toBe(5n * DOLLAR);
  });

  it('moves NFTs of both standards once a human agrees', async () => {
    const nft = { type: 'NFT_TRANSFER', to: RECIPIENT };
    const one = await carryOut({ ...nft, token: { address: collection, tokenId: '1', standard: 'ERC-721' } });
    expect(one).toMatchObject({ tier: 'APPROVAL', approvalReason: 'floor' });
    expect(await testNftOwner(world.node, collection, 1n)).toBe(RECIPIENT);
    await carryOut({ ...nft, token: { address: multiToken, tokenId: '7', standard: 'ERC-1155' }, amount: '4' });
    expect(await testMultiTokenBalance(world.node, multiToken, RECIPIENT, 7n)).toBe(4n);
  });

  it('approves one NFT, or a whole collection, and takes it back', async () => {
    const call = async (data: string) => world.node.rpc<string>('eth_call', { to: collection, data }, 'latest');
    const approvedFor = async () => `0x${(await call(`0x081812fc${'2'.padStart(64, '0')}`)).slice(-40)}`;
    const one = {
      type: 'APPROVE',
      spender: world.router,
      token: { address: collection },
      nft: { tokenId: '2', standard: 'ERC-721' },
    };
    expect(await carryOut(one)).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
    expect(await approvedFor()).toBe(world.router.toLowerCase());
    await carryOut({ ...one, amount: '0' });
    expect(await approvedFor()).toBe(`0x${'0'.repeat(40)}`);
    const all = { ...one, token: { address: multiToken }, nft: { tokenId: '7', standard: 'ERC-1155' } };
    expect((await denied(wallet, { network: NETWORK, ...all })).details.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
    expect(await carryOut({ ...all, amount: '0' })).toMatchObject({ tier: 'NOTIFY' });
  });

  it('deploys a contract with arguments, once a human agrees', async () => {
    const constructor = { type: 'constructor', inputs: [{ type: 'uint256' }] };
    const body = { type: 'CONTRACT_DEPLOY', bytecode: ACCEPT_ALL, abi: [constructor], constructorArgs: ['7'] };
    const sent = await carryOut(body);
    expect(sent.tier).toBe('APPROVAL');
    const row = await until(wallet.api, sent.id, ({ txHash }) => txHash !== null);
    const receipt = await world.node.rpc<{ contractAddress: string }>('eth_getTransactionReceipt', row.txHash);
    expect(await world.node.rpc('eth_getCode', receipt.contractAddress, 'latest')).toBe('0x00');
  });

  it('simulates each of them as it would be sent, and stores nothing', async () => {
    const rows = async () => (await wallet.api.get<{ items: unknown[] }>('/v1/transactions?limit=100')).body.items.length;
    const before = await rows();
    const bodies = {
      APPROVE: { spender: world.router, token: { address: world.dollar }, amount: '1' },
      CONTRACT_CALL: { to: world.dollar, calldata: calldata('transfer', RECIPIENT, 3n) },
      NFT_TRANSFER: { to: RECIPIENT, token: { address: collection, tokenId: '3', standard: 'ERC-721' } },
      CONTRACT_DEPLOY: { bytecode: ACCEPT_ALL },
      TOKEN_TRANSFER: { to: RECIPIENT, token: { assetId: `${CAIP2}/erc20:${world.dollar}` }, amount: '2' },
    };
    const answers = new Map<string, Awaited<ReturnType<typeof simulate>>>();
    for (const [type, body] of Object.entries(bodies)) {
      const answer = await simulate(wallet, { type, network: NETWORK, ...body });
      expect(answer).toMatchObject({ success: true, policy: { allowed: true }, simulation: { success: true, error: null } });
      expect(answer.meta.transactionType).toBe(type);
      answers.set(type, answer);
    }
    expect(answers.get('CONTRACT_CALL')?.balanceChanges[1]).toMatchObject({ asset: world.dollar, changeAmount: '-3' });
    expect(answers.get('NFT_TRANSFER')?.policy).toMatchObject({ tier: 'APPROVAL', approvalReason: 'floor' });
    expect(answers.get('NFT_TRANSFER')?.balanceChanges[1]).toMatchObject({ asset: `${collection}/3`, afterBalance: '0' });
    expect(answers.get('APPROVE')?.balanceChanges).toHaveLength(1);
    expect(await rows()).toBe(before);
  });

  it.each([
    [
      'a batch',
      () => ({
        type: 'BATCH',
        instructions: [
          { to: RECIPIENT, amount: '1' },
          { to: STRANGER, amount: '1' },
        ],
      }),
      'BATCH_NOT_SUPPORTED',
    ],
    [
      'other decimals than the chain’s',
      () => ({ type: 'APPROVE', spender: world.router, amount: '1', token: { address: world.dollar, decimals: 18 } }),
      'TOKEN_METADATA_MISMATCH',
    ],
    [
      'a collection that is called a token',
      () => ({ type: 'APPROVE', spender: world.router, amount: '1', token: { address: collection } }),
      'TOKEN_NOT_FOUND',
    ],
    [
      'an address that is no token',
      () => ({ type: 'TOKEN_TRANSFER', to: RECIPIENT, amount: '1', token: { address: STRANGER } }),
      'TOKEN_NOT_FOUND',
    ],
    [
      'another standard than the chain’s',
      () => ({ type: 'NFT_TRANSFER', to: RECIPIENT, token: { address: multiToken, tokenId: '7', standard: 'ERC-721' } }),
      'TOKEN_METADATA_MISMATCH',
    ],
    [
      'a token that is called an NFT',
      () => ({ type: 'NFT_TRANSFER', to: RECIPIENT, token: { address: world.dollar, tokenId: '7', standard: 'ERC-721' } }),
      'TOKEN_METADATA_MISMATCH',
    ],
    [
      'constructor arguments that do not fit',
      () => ({ type: 'CONTRACT_DEPLOY', bytecode: '0x60', abi: [], constructorArgs: ['7'] }),
      'ABI_ENCODING_FAILED',
    ],
    [
      'more value than there is',
      () => ({ type: 'CONTRACT_CALL', to: world.router, calldata: '0x12345678', value: `${'1'}${'0'.repeat(20)}` }),
      undefined,
    ],
  ])('refuses %s', async (_, body, code) => {
    const answer = await refused(wallet, { network: NETWORK, ...body() });
    if (code === undefined) expect(answer.status).not.toBe(500);
    else expect(answer.code).toBe(code);
  });

  it('ends a call that would fail without sending it', async () => {
    const data = calldata('transferFrom', STRANGER, RECIPIENT, 1n);
    const sent = await send(wallet, { network: NETWORK, type: 'CONTRACT_CALL', to: world.dollar, calldata: data });
    const row = await until(wallet.api, sent.id, ({ status }) => status === 'FAILED');
    expect(row).toMatchObject({ errorCode: 'SIMULATION_FAILED', txHash: null });
  });
});
