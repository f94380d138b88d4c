import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calldata, DOLLAR, ETHER, NETWORK, RECIPIENT, startEvmWorld, STRANGER, type EvmWorld } from '../src/harness/evm-world.js';
import { addPolicies, denied, send, simulate } from '../src/harness/policies.js';
import { masterOf, until, type TestWallet } from '../src/harness/wallets.js';

const NOBODY = '0x0000000000000000000000000000000000000000';

describe('a session that hides what it does', () => {
  let world: EvmWorld;
  let wallet: TestWallet;

  beforeAll(async () => {
    world = await startEvmWorld();
    wallet = await world.wallet();
    await addPolicies(world.daemon, wallet, {
      SPENDING_LIMIT: { instant_max_usd: 100, notify_max_usd: 100, delay_max_usd: 100 },
      WHITELIST: { allowed_addresses: [RECIPIENT] },
      ALLOWED_TOKENS: { tokens: [{ address: world.dollar }] },
      CONTRACT_WHITELIST: { contracts: [world.router, world.dollar].map((address) => ({ address })) },
      APPROVED_SPENDERS: { spenders: [{ address: world.router }, { address: STRANGER }] },
    });
  });

  afterAll(() => world.stop());

  const call = (to: string, data: string) => ({ type: 'CONTRACT_CALL', network: NETWORK, to, calldata: data });
  const thief = calldata('transfer', STRANGER, DOLLAR);

  it.each([
    ['a transfer in calldata', () => call(world.dollar, thief), 'WHITELIST_VIOLATION'],
    ['a transfer in a multicall', () => call(world.dollar, calldata('multicall', [thief])), 'WHITELIST_VIOLATION'],
    [
      'a multicall in a multicall',
      () => call(world.dollar, calldata('multicall', [calldata('multicall', [thief])])),
      'WHITELIST_VIOLATION',
    ],
    [
      'a transfer behind an account',
      () => call(world.router, calldata('execute', world.dollar, 0n, thief)),
      'WHITELIST_VIOLATION',
    ],
    [
      'a transfer behind a Safe',
      () => call(world.router, calldata('execTransaction', world.dollar, 0n, thief, 0, 0n, 0n, 0n, NOBODY, NOBODY, '0x')),
      'WHITELIST_VIOLATION',
    ],
    [
      'a transfer of somebody else’s tokens',
      () => call(world.dollar, calldata('transferFrom', wallet.address, STRANGER, 1n)),
      'WHITELIST_VIOLATION',
    ],
    ['coins behind an account', () => call(world.router, calldata('execute', STRANGER, 1n, '0x')), 'WHITELIST_VIOLATION'],
    [
      'a call of a contract that is not listed',
      () => call(world.router, calldata('execute', world.unpriced, 0n, thief)),
      'WHITELIST_VIOLATION',
    ],
    [
      'a token that only has the right name',
      () => call(world.unpriced, calldata('transfer', RECIPIENT, 1n)),
      'ALLOWED_TOKENS_VIOLATION',
    ],
    [
      'an operator of everything',
      () => call(world.dollar, calldata('setApprovalForAll', world.router, true)),
      'APPROVE_UNLIMITED_BLOCKED',
    ],
    [
      'an unlimited allowance',
      () => call(world.dollar, calldata('approve', world.router, (1n << 256n) - 1n)),
      'APPROVE_UNLIMITED_BLOCKED',
    ],
    [
      'an allowance for somebody else',
      () => call(world.dollar, calldata('approve', RECIPIENT, 1n)),
      'APPROVED_SPENDERS_VIOLATION',
    ],
    [
      'an allowance for a listed address without code',
      () => call(world.dollar, calldata('approve', STRANGER, 1n)),
      'APPROVED_SPENDERS_VIOLATION',
    ],
    [
      'taking back an allowance of a token nobody knows',
      () => call(world.unpriced, calldata('approve', RECIPIENT, 0n)),
      'ALLOWED_TOKENS_VIOLATION',
    ],
  ])('is refused %s, and told so by a simulation', async (_, body, code) => {
    const denial = await denied(wallet, body());
    expect(denial.details).toMatchObject({ denyCode: code });
    expect(typeof denial.details.field).toBe('string');
    expect((await simulate(wallet, body())).policy).toMatchObject({ allowed: false, denyCode: code });
  });

  it('asks a human for an unknown method of a token, though the token is listed', async () => {
    const minted = await simulate(wallet, call(world.dollar, calldata('mint', wallet.address, 1n)));
    expect(minted.policy).toMatchObject({ allowed: true, tier: 'APPROVAL' });
    expect((await simulate(wallet, call(world.router, '0x12345678'))).policy.tier).toBe('NOTIFY');
  });

  it('gains nothing by what it says about tokens, methods and providers', async () => {
    const honest = call(world.dollar, thief);
    const lies = { abi: [{ type: 'function', name: 'harmless' }], actionProvider: 'trusted', actionName: 'swap' };
    const [a, b] = [await simulate(wallet, honest), await simulate(wallet, { ...honest, ...lies })];
    expect(b.policy).toEqual(a.policy);
  });

  it('reaches the same limit however it splits an amount', async () => {
    const rich = await world.wallet();
    await addPolicies(world.daemon, rich, { SPENDING_LIMIT: { daily_limit_usd: 100 } });
    const pay = { network: NETWORK, to: RECIPIENT, amount: (ETHER / 100n).toString() };
    const sent = await Promise.all(Array.from({ length: 20 }, (_, index) => send(rich, { ...pay, memo: String(index) })));
    // Twenty times 20 USD, with the fee of each on top.
    expect(sent.filter(({ status }) => status === 'EXECUTING').length).toBeLessThanOrEqual(4);
    expect(sent.filter(({ approvalReason }) => approvalReason === 'cumulative_daily').length).toBeGreaterThanOrEqual(16);
  });

  it('waits for gas after its tier was served, and no longer than it said', async () => {
    const poor = await world.wallet();
    await addPolicies(world.daemon, poor, { SPENDING_LIMIT: { instant_max_usd: 100, notify_max_usd: 100, delay_max_usd: 100 } });
    const body = { network: NETWORK, to: RECIPIENT, amount: '5', gasCondition: { maxGasPrice: '1', timeout: 600 } };
    const waiting = await send(poor, body);
    expect(waiting).toMatchObject({ status: 'QUEUED', tier: 'INSTANT', waitReason: 'GAS' });
    const met = await send(poor, { ...body, gasCondition: { maxGasPrice: ETHER.toString() } });
    expect((await until(poor.api, met.id, ({ status }) => status === 'CONFIRMED')).txHash).not.toBeNull();
    expect((await until(poor.api, waiting.id, () => true)).status).toBe('QUEUED');
    const large = { ...body, amount: (ETHER / 10n).toString() };
    expect(await send(poor, large)).toMatchObject({ waitReason: 'APPROVAL' });
  });

  it('pays no fee above the limit, and asks a human beyond the budget of a day', async () => {
    const master = await masterOf(world.daemon);
    const set = (limits: Readonly<Record<string, string>>) => {
      const settings = Object.entries(limits).map(([name, value]) => ({ key: `transactions.${name}`, value }));
      return master.must(200, master.put('/v1/admin/settings', { settings }));
    };
    const body = { network: NETWORK, to: RECIPIENT, amount: '5' };
    await set({ max_fee_usd: '0.000001' });
    expect((await denied(wallet, body)).details).toMatchObject({ policyType: 'FEE', denyCode: 'FEE_TOO_HIGH', field: 'max_fee' });
    await set({ max_fee_usd: '50', daily_fee_budget_usd: '0.000001' });
    expect((await simulate(wallet, body)).policy).toMatchObject({ tier: 'APPROVAL', approvalReason: 'floor' });
    await set({ daily_fee_budget_usd: '250' });
  });
});
