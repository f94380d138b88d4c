import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evmOwner } from '../../../test/owners/owner-keys.js';
import { addWallet } from '../../../test/owners/owners-fixture.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

let daemon: WholeDaemon;
let walletId: string;
let token: string;

beforeAll(async () => {
  daemon = await startWholeDaemon();
  const fixture = { temporary: { database: daemon.database, file: '', drop: async () => undefined }, clock: daemon.clock };
  walletId = await addWallet(fixture, { chain: 'ethereum' });
  await addWallet(fixture, { owner: evmOwner() });
  const { body } = await daemon.call('/v1/sessions', {
    method: 'POST',
    body: { walletId, source: 'mcp' },
    password: FIRST_PASSWORD,
  });
  token = String(body['token']);
});
afterAll(async () => daemon.close());

const session = (method: string, route: string, body?: unknown) =>
  daemon.call(route, { method, body, headers: { authorization: `Bearer ${token}` } });

async function addPolicy(policy: object): Promise<void> {
  const { status } = await daemon.call('/v1/policies', { method: 'POST', body: policy, password: FIRST_PASSWORD });
  expect(status).toBe(201);
}

describe('connect-info', () => {
  it('tells a session its own wallets and what they are judged by', async () => {
    await addPolicy({ type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } });
    await addPolicy({ walletId, type: 'RATE_LIMIT', rules: { max_requests: 3, window_seconds: 60 }, priority: 7 });
    await addPolicy({ walletId, type: 'RATE_LIMIT', rules: { max_requests: 2, window_seconds: 60 }, enabled: false });

    const { status, body } = await session('GET', '/v1/connect-info');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      session: { source: 'mcp' },
      defaultDeny: { tokenTransfers: true, contractCalls: true, tokenApprovals: true, x402Domains: true },
      rpcProxy: null,
      supportedChainIds: expect.arrayContaining([11155111, 84532]),
    });
    expect(body['wallets']).toEqual([
      expect.objectContaining({ id: walletId, chain: 'ethereum', accountType: 'eoa', ownerState: 'NONE' }),
    ]);
    const policies = body['policies'] as Record<string, { rules: unknown; priority: number }[]>;
    expect(Object.keys(policies)).toEqual([walletId]);
    expect(policies[walletId]?.map(({ rules }) => rules)).toEqual([
      { max_requests: 3, window_seconds: 60 },
      { max_requests: 5, window_seconds: 60 },
    ]);
    expect(body['prompt']).toContain(walletId);
  });

  it('is closed without a session', async () => {
    expect((await daemon.call('/v1/connect-info')).status).toBe(401);
    expect((await daemon.call('/v1/connect-info', { password: FIRST_PASSWORD })).status).toBe(401);
  });
});

describe('encode-calldata', () => {
  const abi = [{ type: 'function', name: 'approve', inputs: [{ type: 'address' }, { type: 'uint256' }], outputs: [] }];

  it('answers the calldata of a call', async () => {
    const args = ['0x8617E340B3D01FA5F11F306F4090FD50E238070D', '1000000'];
    const { status, body } = await session('POST', '/v1/utils/encode-calldata', { abi, functionName: 'approve', args });
    expect(status).toBe(200);
    expect(body).toMatchObject({ selector: '0x095ea7b3', functionName: 'approve' });
    expect(String(body['calldata'])).toHaveLength(2 + 8 + 128);
  });

  it('refuses arguments that do not fit, and names nothing of them', async () => {
    const { status, body } = await session('POST', '/v1/utils/encode-calldata', {
      abi,
      functionName: 'approve',
      args: ['secret', 1],
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'ABI_ENCODING_FAILED', retryable: false });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it.each([
    { functionName: 'x' },
    { abi: {}, functionName: 'x' },
    { abi, functionName: 7 },
    { abi, functionName: 'x', args: {} },
  ])('refuses a body of another shape: %j', async (body) => {
    const answer = await session('POST', '/v1/utils/encode-calldata', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  });
});
