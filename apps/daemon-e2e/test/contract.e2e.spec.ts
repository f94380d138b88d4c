import type { AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { fundedOnSepolia, startOnSepolia } from '../src/harness/on-sepolia.js';
import { confirmed, createWallet, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const SEND = { network: 'ethereum-sepolia', to: RECIPIENT, humanAmount: '0.01' };

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
let open: Api;
let wallet: TestWallet;
let sol: TestWallet;

beforeAll(async () => {
  ({ node, daemon, master } = await startOnSepolia());
  open = new Api(master.baseUrl);
  wallet = await fundedOnSepolia({ node, daemon }, 100n);
  sol = await createWallet(daemon, { chain: 'solana' });
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

const fields = (value: unknown): string =>
  Object.keys(value as object)
    .sort()
    .join();
const named = (names: string): string => names.split(',').sort().join();

const WALLET =
  'id,name,chain,network,environment,publicKey,address,status,ownerAddress,ownerState,monitorIncoming,accountType,signerKey,deployed,provider,createdAt';
const WALLET_DETAIL = `${WALLET},ownerVerified,approvalMethod,walletType,factoryAddress,factorySupportedNetworks,factoryVerifiedOnNetwork,suspendedAt,suspensionReason,ownerRemovalAt,policyPreset,ceiling,updatedAt`;
const POLICY = 'id,walletId,type,rules,priority,enabled,network,createdAt,updatedAt,version';
const TRANSACTION =
  'id,walletId,sessionId,type,status,tier,chain,network,toAddress,amount,txHash,error,errorCode,createdAt,updatedAt,chainId,amountFormatted,amountDecimals,amountSymbol,waitReason,executeAt,expiresAt,approvedBy,approvedAt,finalizedAt,requestHash,policySetVersion,memo';

describe('without a credential', () => {
  it.each([
    ['/health', 'status,version,latestVersion,updateAvailable,schemaVersion,uptime,timestamp'],
    ['/ready', 'status'],
    ['/v1/nonce', 'nonce,expiresAt'],
    ['/v1/admin/kill-switch', 'state,activatedAt,activatedBy'],
    ['/doc', 'openapi,info,paths,components'],
  ])('GET %s answers its fields', async (route, names) => {
    const { status, body, headers } = await open.get(route);
    expect([status, fields(body)]).toEqual([200, named(names)]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a refusal has exactly the fields of an error, and repeats no value of the request', async () => {
    const answer = await open.get('/v1/wallets');
    expect(fields(answer.body)).toBe(named('code,message,retryable,requestId'));
    const hostile = 'AND-NOW-THE-INPUT';
    const invalid = await master.post('/v1/wallets', { name: 1, environment: hostile });
    expect(fields(invalid.body)).toBe(named('code,message,retryable,requestId,details,hint'));
    expect(invalid.body['requestId']).toBe(invalid.headers.get('x-request-id'));
    expect(JSON.stringify(invalid.body)).not.toContain(hostile);
    expect(invalid.body['details']).toMatchObject({
      issues: expect.arrayContaining([expect.objectContaining({ path: 'environment' })]),
    });
  });
});

describe('wallets', () => {
  it('answer their fields to the admin', async () => {
    const created = await master.post('/v1/wallets', {
      name: 'fields',
      chain: 'ethereum',
      createSession: true,
      accountType: 'eoa',
    });
    expect([created.status, fields(created.body)]).toEqual([201, named(`${WALLET},session,policyPreset,policies`)]);
    expect(fields(created.body['session'])).toBe(named('id,token,expiresAt'));
    for (const policy of created.body['policies'] as object[]) expect(fields(policy)).toBe(named(POLICY));
    expect(created.body).toMatchObject({ network: 'ethereum-sepolia', publicKey: created.body['address'], deployed: true });
    const bare = await master.post('/v1/wallets', {
      name: 'bare',
      createSession: false,
      policyPreset: 'none',
      aaProvider: 'pimlico',
    });
    expect(bare.body).toMatchObject({ session: null, policies: [], chain: 'solana', network: 'solana-devnet' });
    const id = String(created.body['id']);
    expect(fields((await master.get(`/v1/wallets/${id}`)).body)).toBe(named(WALLET_DETAIL));
    expect(fields((await master.put(`/v1/wallets/${id}`, { name: 'renamed' })).body)).toContain('name');
    expect((await master.call('PATCH', `/v1/wallets/${id}`, { body: { monitorIncoming: true } })).body).toEqual({
      id,
      monitorIncoming: true,
    });
    const list = await master.get<{ items: object[] }>('/v1/wallets?limit=2&offset=0');
    expect([fields(list.body), list.body.items.length]).toEqual(['items', 2]);
    for (const item of list.body.items) expect(fields(item)).toBe(named(WALLET));
  });

  it.each([
    ['an unknown chain', { chain: 'ripple' }, '400 CHAIN_NOT_SUPPORTED'],
    ['a smart account', { accountType: 'smart' }, '501 NOT_IMPLEMENTED'],
    ['the testnet preset for real money', { environment: 'mainnet', policyPreset: 'testnet' }, '400 VALIDATION_FAILED'],
    ['no name', { name: '' }, '400 VALIDATION_FAILED'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, '400 VALIDATION_FAILED'],
  ])('are not made with %s', async (_, over, verdict) => {
    expect(verdictOf(await master.post('/v1/wallets', { name: 'x', ...over }))).toBe(verdict);
  });

  it('answer a session what the SDKs read', async () => {
    expect((await wallet.api.get('/v1/wallet/address')).body).toEqual({
      walletId: wallet.id,
      chain: 'ethereum',
      network: 'ethereum-sepolia',
      environment: 'testnet',
      address: wallet.address,
    });
    const networks = await wallet.api.get<{ networks: { network: string }[] }>(`/v1/wallets/${wallet.id}/networks`);
    expect(fields(networks.body)).toBe(named('id,chain,environment,availableNetworks,networks'));
    expect(networks.body.networks).toContainEqual({ network: 'ethereum-sepolia' });
    expect(fields((await wallet.api.get(`/v1/wallets/${wallet.id}`)).body)).toBe(named(WALLET_DETAIL));
    const { items } = (await wallet.api.get<{ items: { id: string }[] }>('/v1/wallets')).body;
    expect(items.map(({ id }) => id)).toEqual([wallet.id]);
    expect(verdictOf(await wallet.api.get(`/v1/wallets/${sol.id}`))).toBe('404 WALLET_NOT_FOUND');
  });

  it('answer balances and assets of one network, and of all', async () => {
    const balance = await wallet.api.get('/v1/wallet/balance?network=ethereum-sepolia');
    expect(fields(balance.body)).toBe(
      named(
        'walletId,chain,network,address,balance,decimals,symbol,balanceFormatted,displayBalance,displayCurrency,chainId,assetId',
      ),
    );
    expect(balance.body).toMatchObject({
      balance: '100000000000000000000',
      decimals: 18,
      symbol: 'ETH',
      balanceFormatted: '100',
    });
    const all = await wallet.api.get<{ balances: object[] }>('/v1/wallet/balance?network=all');
    expect(fields(all.body)).toBe(named('walletId,chain,environment,balances'));
    expect(all.body.balances).toContainEqual(
      expect.objectContaining({ network: 'base-sepolia', error: 'ADAPTER_NOT_AVAILABLE' }),
    );
    const assets = await wallet.api.get<{ assets: object[] }>('/v1/wallet/assets?network=eip155:11155111');
    expect(fields(assets.body)).toBe(named('walletId,chain,network,assets,displayCurrency,chainId'));
    expect(assets.body.assets[0]).toMatchObject({ mint: 'native', symbol: 'ETH', decimals: 18, isNative: true });
    const everywhere = await wallet.api.get<{ networkAssets: object[] }>('/v1/wallet/assets?network=all');
    expect(fields(everywhere.body)).toBe(named('walletId,chain,environment,networkAssets'));
    expect(verdictOf(await wallet.api.get('/v1/wallet/balance'))).toBe('400 NETWORK_REQUIRED');
    expect(verdictOf(await wallet.api.get('/v1/wallet/balance?network=ethereum-mainnet'))).toBe(
      '400 ENVIRONMENT_NETWORK_MISMATCH',
    );
    expect(await sol.api.get('/v1/wallet/balance')).toMatchObject({
      status: 503,
      body: { code: 'ADAPTER_NOT_AVAILABLE', retryable: false, hint: expect.stringContaining('WAIAAS_RPC_SOLANA_DEVNET') },
    });
  });
});

describe('sessions', () => {
  it('answer their fields', async () => {
    const created = await master.post('/v1/sessions', { walletIds: [wallet.id, sol.id], source: 'mcp', label: 'desk' });
    expect([created.status, fields(created.body)]).toEqual([201, named('id,token,expiresAt,walletId,wallets')]);
    expect(created.body).toMatchObject({
      walletId: wallet.id,
      wallets: [
        { id: wallet.id, name: 'agent' },
        { id: sol.id, name: 'agent' },
      ],
    });
    const list = await master.get<{ data: object[] }>(`/v1/sessions?wallet_id=${sol.id}&limit=10&offset=0`);
    expect(fields(list.body)).toBe(named('data,total,limit,offset'));
    expect(list.body.data[0]).toMatchObject({ source: 'mcp', status: 'ACTIVE', constraints: null });
    for (const name of 'id,walletId,walletName,wallets,status,renewalCount,maxRenewals,expiresAt,absoluteExpiresAt,createdAt,lastRenewedAt,source,tokenIssuedCount,duplicateGuard,constraints'.split(
      ',',
    ))
      expect(list.body.data[0]).toHaveProperty(name);
  });
});

describe('transactions', () => {
  let id: string;

  it('answer a send at once, with what was decided', async () => {
    const sent = await wallet.api.post<{ id: string }>('/v1/transactions/send', SEND);
    expect([sent.status, fields(sent.body)]).toEqual([
      201,
      named('id,status,tier,walletId,network,requestHash,policySetVersion,budget'),
    ]);
    expect(sent.body).toMatchObject({ status: 'EXECUTING', tier: 'INSTANT' });
    ({ id } = sent.body);
    await confirmed(wallet.api, id);
    const waited = await wallet.api.post('/v1/transactions/send', { ...SEND, humanAmount: '0.02' }, { Prefer: 'wait=20' });
    expect(waited.headers.get('preference-applied')).toBe('wait=20');
    expect(waited.body).toMatchObject({ status: 'CONFIRMED', txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) });
  });

  it('answer their row to session and admin, their list and what waits', async () => {
    const detail = await wallet.api.get<{ attempts: object[]; decision: object }>(`/v1/transactions/${id}?walletId=${wallet.id}`);
    expect(fields(detail.body)).toBe(named(`${TRANSACTION},attempts,decision`));
    expect(fields(detail.body.decision)).toBe(
      named('tier,allowed,denyCode,reason,reasonWords,approvalReason,delaySeconds,usd,priceAt,matched,warnings'),
    );
    expect(fields(detail.body.attempts[0])).toBe(
      named('id,number,kind,state,outcome,txHash,nonce,fee,rawTransaction,broadcastAt,blockNumber,confirmations,errorCode'),
    );
    expect(fields((await master.get(`/v1/transactions/${id}`)).body)).toBe(fields(detail.body));
    const page = await wallet.api.get<{ items: { id: string }[]; cursor: string }>('/v1/transactions?limit=1&status=CONFIRMED');
    expect(fields(page.body)).toBe(named('items,cursor,hasMore'));
    expect(page.body).toMatchObject({ hasMore: true, cursor: page.body.items[0]?.id });
    expect(fields(page.body.items[0])).toBe(named(TRANSACTION));
    const rest = await wallet.api.get<{ items: { id: string }[] }>(`/v1/transactions?cursor=${page.body.cursor}&limit=100`);
    expect(rest.body.items.map((item) => item.id)).toEqual([id]);
    const all = await master.get<{ items: object[] }>('/v1/admin/transactions?limit=1');
    expect(fields(all.body)).toBe(named('items,total,offset,limit,cursor,hasMore,newerCursor'));
    expect(fields(all.body.items[0])).toBe(named(`${TRANSACTION},walletName,formattedAmount,amountUsd`));
    const waiting = await wallet.api.post<{ id: string }>('/v1/transactions/send', { ...SEND, humanAmount: '5' });
    expect(waiting.body).toMatchObject({
      status: 'QUEUED',
      waitReason: 'APPROVAL',
      expiresAt: expect.any(Number),
      approvalReason: 'per_tx',
    });
    const pending = await wallet.api.get<{ items: { id: string }[] }>('/v1/transactions/pending');
    expect([fields(pending.body), pending.body.items.map((item) => item.id)]).toEqual(['items', [waiting.body.id]]);
    expect((await wallet.api.post(`/v1/transactions/${waiting.body.id}/cancel`)).body).toEqual({
      id: waiting.body.id,
      status: 'CANCELLED',
    });
    expect(verdictOf(await wallet.api.post(`/v1/transactions/${waiting.body.id}/cancel`))).toBe('409 TX_ALREADY_PROCESSED');
  });

  it('answer a simulation with every field, and store nothing', async () => {
    const before = (await wallet.api.get<{ items: object[] }>('/v1/transactions?limit=100')).body.items.length;
    const { status, body } = await wallet.api.post<{
      policy: object;
      fee: object;
      balanceChanges: object[];
      simulation: object;
      meta: object;
    }>('/v1/transactions/simulate', { ...SEND, humanAmount: '5' });
    expect([status, fields(body)]).toEqual([200, named('success,policy,fee,balanceChanges,warnings,simulation,meta')]);
    expect(body.policy).toMatchObject({ tier: 'APPROVAL', allowed: true, downgraded: false });
    expect(fields(body.simulation)).toBe(named('success,logs,unitsConsumed,error'));
    expect(fields(body.meta)).toBe(named('chain,network,transactionType,durationMs'));
    expect(fields(body.balanceChanges[0])).toBe(named('asset,symbol,decimals,currentBalance,changeAmount,afterBalance'));
    expect((await wallet.api.get<{ items: object[] }>('/v1/transactions?limit=100')).body.items).toHaveLength(before);
  });

  it('name the denial that stopped them', async () => {
    const rules = { allowed_addresses: [wallet.address] };
    const { id: policyId } = await master.must(
      201,
      master.post<{ id: string }>('/v1/policies', { walletId: wallet.id, type: 'WHITELIST', rules }),
    );
    const denied = await wallet.api.post<{ details: object }>('/v1/transactions/send', SEND);
    expect(denied).toMatchObject({ status: 403, body: { code: 'POLICY_DENIED', retryable: false, details: { policyId } } });
    for (const name of ['transactionId', 'policyType', 'policyId', 'denyCode', 'field', 'limit', 'actual'])
      expect(denied.body.details).toHaveProperty(name);
    await master.must(200, master.delete(`/v1/policies/${policyId}`));
  });

  it.each([
    ['both amounts', { amount: '1' }, '400 VALIDATION_FAILED'],
    ['too many decimals', { humanAmount: '0.0000000000000000001' }, '400 VALIDATION_FAILED'],
    ['another environment', { network: 'ethereum-mainnet' }, '400 ENVIRONMENT_NETWORK_MISMATCH'],
    ['no network', { network: undefined }, '400 NETWORK_REQUIRED'],
    ['an address of another chain', { to: '6o553EdhwWiTdyYsdea7ks14SHK2u5WoCgbKhPRho68N' }, '400 INVALID_ADDRESS'],
    [
      'more than is there',
      { humanAmount: '0.9', amount: undefined, to: RECIPIENT, network: 'base-sepolia' },
      '503 ADAPTER_NOT_AVAILABLE',
    ],
  ])('are refused with %s', async (_, over, verdict) => {
    expect(verdictOf(await wallet.api.post('/v1/transactions/send', { ...SEND, ...over }))).toBe(verdict);
  });
});

describe('policies, tokens, settings and the rest of the admin', () => {
  it('policies answer their fields, and keep versions', async () => {
    const rules = { max_requests: 9, window_seconds: 60 };
    const created = await master.post<{ id: string }>('/v1/policies', { walletId: sol.id, type: 'RATE_LIMIT', rules });
    expect([created.status, fields(created.body)]).toEqual([201, named(POLICY)]);
    const { id } = created.body;
    const list = await sol.api.get<{ data: object[] }>(`/v1/policies?walletId=${sol.id}&limit=2`);
    expect(fields(list.body)).toBe(named('data,total,limit,offset'));
    expect(fields(list.body.data[0])).toBe(named(POLICY));
    expect(verdictOf(await sol.api.get(`/v1/policies/${id}`))).toBe('200');
    expect(verdictOf(await wallet.api.get(`/v1/policies/${id}`))).toBe('404 POLICY_NOT_FOUND');
    expect(verdictOf(await master.put(`/v1/policies/${id}`, { priority: 5, expectedVersion: 7 }))).toBe('409 VERSION_CONFLICT');
    expect((await master.put(`/v1/policies/${id}`, { enabled: false, expectedVersion: 1 })).body).toMatchObject({ version: 2 });
    expect((await master.delete(`/v1/policies/${id}`)).body).toEqual({ id, deleted: true });
    const versions = await master.get<{ data: object[] }>(`/v1/policies/${id}/versions`);
    expect(fields(versions.body.data[0])).toBe(named('version,rules,priority,enabled,changedAt,changedBy,change'));
    expect((await master.post(`/v1/policies/${id}/rollback`, { version: 1 })).body).toMatchObject({
      id,
      version: 4,
      enabled: true,
    });
  });

  it('tokens are registered after the chain has confirmed them', async () => {
    const list = await wallet.api.get<{ tokens: object[] }>('/v1/tokens?network=ethereum-sepolia');
    expect(fields(list.body)).toBe(named('network,tokens'));
    const unknown = { network: 'ethereum-sepolia', address: RECIPIENT, symbol: 'NOPE', name: 'Nope', decimals: 6 };
    expect(verdictOf(await master.post('/v1/tokens', unknown))).toMatch(/^(400|404) /);
    expect(verdictOf(await wallet.api.get(`/v1/tokens/resolve?network=ethereum-sepolia&address=${RECIPIENT}`))).toBe(
      '404 TOKEN_NOT_FOUND',
    );
  });

  it('settings are typed, all or nothing, and secrets are only said to be there', async () => {
    const put = (settings: object[]): Promise<ApiAnswer<{ updated: unknown; settings: object }>> =>
      master.put('/v1/admin/settings', { settings });
    const stored = await put([
      { key: 'prices.coingecko_api_key', value: 'CG-key' },
      { key: 'daemon.admin_timeout', value: '1200' },
    ]);
    expect([stored.status, fields(stored.body)]).toEqual([200, named('updated,settings,versions')]);
    const read = async () => (await master.get<Record<string, Record<string, unknown>>>('/v1/admin/settings')).body;
    expect((await read())['prices']?.['coingecko_api_key']).toBe(true);
    expect((await read())['daemon']?.['admin_timeout']).toBe(1200);
    for (const bad of [
      { key: 'daemon.admin_timeout', value: 1 },
      { key: 'daemon.admin_timeuot', value: 900 },
      { key: 'security.owner_removal_delay_seconds', value: 0 },
    ]) {
      expect(verdictOf(await put([{ key: 'daemon.admin_timeout', value: 600 }, bad]))).toBe('400 VALIDATION_FAILED');
      expect((await read())['daemon']?.['admin_timeout']).toBe(1200);
    }
    const pinned = await put([{ key: 'security.rate_limit_tx_rpm', value: 5 }]);
    expect(pinned.body).toMatchObject({ details: { issues: [{ code: 'pinned' }] } });
  });

  it('status and audit answer their fields', async () => {
    const { body } = await master.get<{ recentTransactions: object[]; checks: object[] }>('/v1/admin/status');
    for (const name of 'status,version,latestVersion,updateAvailable,uptime,walletCount,activeSessionCount,killSwitchState,adminTimeout,timestamp,policyCount,recentTxCount,failedTxCount,autoProvisioned,recentTransactions,checks,pendingApprovals,exposureFindings'.split(
      ',',
    ))
      expect(body).toHaveProperty(name);
    expect(fields(body.checks[0])).toBe(named('name,ok,since'));
    const page = await master.get<{ data: { id: number }[]; nextCursor: number }>(
      `/v1/audit-logs?wallet_id=${wallet.id}&limit=1&include_total=true&severity=info`,
    );
    expect(fields(page.body)).toBe(named('data,nextCursor,hasMore,total'));
    expect(fields(page.body.data[0])).toBe(
      named('id,timestamp,eventType,actor,walletId,sessionId,txId,details,severity,ipAddress,hash'),
    );
    const next = await master.get<{ data: { id: number }[] }>(
      `/v1/audit-logs?wallet_id=${wallet.id}&cursor=${String(page.body.nextCursor)}`,
    );
    for (const row of next.body.data) expect(row.id).toBeLessThan(page.body.nextCursor);
  });

  it('what is not built says so after auth, and only then', async () => {
    for (const route of ['/v1/admin/notifications/status', '/v1/admin/oracle-status']) {
      expect(verdictOf(await open.get(route))).toBe('401 INVALID_MASTER_PASSWORD');
      expect(verdictOf(await master.get(route))).toMatch(/^(501 NOT_IMPLEMENTED|200)$/);
    }
  });
});
