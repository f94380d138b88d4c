import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const SECRET_KEY = 'pyth-key-that-nobody-sees-4711';
const INSIDE = 'what-stands-inside';

let evm: AnvilNode;
let solana: SolanaNode;
let strange: Server;
let strangeUrl: string;
let daemon: DaemonProcess;
let master: Api;

beforeAll(async () => {
  [evm, solana] = await Promise.all([startAnvil({ chainId: 11155111 }), startSolanaNode()]);
  strange = createServer((request, response) => {
    if (request.url === '/redirect') response.writeHead(307, { location: evm.url }).end();
    else if (request.url === '/error') response.writeHead(500).end(INSIDE);
    else if (request.url === '/html') response.end(`<html>${INSIDE}</html>`);
    else response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: INSIDE }));
  });
  await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
  strangeUrl = `http://127.0.0.1:${String((strange.address() as AddressInfo).port)}`;
  const env = {
    WAIAAS_MASTER_PASSWORD: PASSWORD,
    WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: evm.url.replace('http://', 'http://user:rpc-secret@'),
    WAIAAS_PRICES_FIXED: 'native:ethereum=2000',
  };
  daemon = await DaemonProcess.start({ env: { ...env, ...QUIET_LIMITS } });
  master = await masterOf(daemon);
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([evm.stop(), solana.stop()]);
  await new Promise((resolve) => strange.close(resolve));
});

const probe = async (url: string, chain: string) => (await master.post('/v1/admin/settings/test-rpc', { url, chain })).body;

describe('the test of an endpoint', () => {
  it('says what chain it is and how far', async () => {
    expect(await probe(evm.url, 'ethereum')).toEqual({
      success: true,
      latencyMs: expect.any(Number),
      chainId: 11155111,
      blockNumber: expect.any(Number),
    });
    expect(await probe(solana.url, 'solana')).toMatchObject({ success: true, chainId: expect.stringMatching(/^\w{32,44}$/) });
  });

  it('follows nobody and shows nothing of what it was told', async () => {
    for (const [url, error] of [
      [`${strangeUrl}/redirect`, 'UNREACHABLE'],
      [`${strangeUrl}/error`, 'HTTP_ERROR'],
      [`${strangeUrl}/html`, 'NOT_JSON_RPC'],
      [`${strangeUrl}/result`, 'NOT_JSON_RPC'],
      ['http://127.0.0.1:9', 'UNREACHABLE'],
    ] as const) {
      expect([url, await probe(url, 'ethereum')]).toEqual([url, { success: false, error }]);
    }
    for (const url of ['file:///etc/passwd', 'not a url', ''])
      expect(verdictOf(await master.post('/v1/admin/settings/test-rpc', { url, chain: 'ethereum' }))).toBe(
        '400 VALIDATION_FAILED',
      );
  });
});

describe('what an operator looks at', () => {
  it('names endpoints without their credentials', async () => {
    const wallet = await createWallet(daemon);
    await wallet.api.get('/v1/wallet/balance?network=ethereum-sepolia');
    const answer = await master.get<{ networks: { network: string; endpoints: object[] }[] }>('/v1/admin/rpc-status');
    expect(answer.body.networks).toMatchObject([{ network: 'ethereum-sepolia', endpoints: [{ problem: null, score: 100 }] }]);
    expect(JSON.stringify(answer.body)).not.toContain('rpc-secret');
  });

  it('knows the price sources and how much there is of everything', async () => {
    expect((await master.get('/v1/admin/oracle-status')).body).toMatchObject({
      sources: [
        { source: 'coingecko', state: 'off' },
        { source: 'pyth', state: 'off' },
        { source: 'chainlink', state: 'off' },
      ],
      fixed: [{ asset: 'native:ethereum', usd: '2000' }],
    });
    expect((await master.get('/v1/admin/stats')).body).toMatchObject({
      wallets: { ACTIVE: 1 },
      activeSessions: 1,
      auditRows: expect.any(Number),
      transactions: { total: {}, last24h: {} },
    });
  });
});

describe('a key of a provider', () => {
  it('is sealed, shown by its end alone, there after a restart, and gone when it is taken away', async () => {
    const body = { apiKey: SECRET_KEY };
    expect((await master.put('/v1/admin/api-keys/pyth', body)).body).toEqual({ success: true, providerName: 'pyth' });
    const list = await master.get<{ keys: object[] }>('/v1/admin/api-keys');
    expect(list.body.keys).toContainEqual({
      providerName: 'pyth',
      hasKey: true,
      maskedKey: '••••4711',
      requiresApiKey: false,
      updatedAt: expect.any(Number),
    });
    const { data } = (await master.get<{ data: object[] }>('/v1/audit-logs?event_type=API_KEY_CHANGED')).body;
    const shown = JSON.stringify([list.body, data, (await master.get('/v1/admin/settings')).body]);
    expect(data).toHaveLength(1);
    expect(shown).not.toContain(SECRET_KEY);
    for (const file of ['data/waiaas.db', 'data/waiaas.db-wal'])
      expect(readFileSync(path.join(daemon.dataDir, file)).toString('latin1')).not.toContain(SECRET_KEY);
    daemon = await daemon.restart();
    master = await masterOf(daemon);
    const after = (await master.get<{ keys: object[] }>('/v1/admin/api-keys')).body.keys;
    expect(after).toEqual(list.body.keys);
    expect((await master.delete('/v1/admin/api-keys/pyth')).body).toEqual({ success: true });
    expect((await master.get<{ keys: object[] }>('/v1/admin/api-keys')).body.keys).toContainEqual(
      expect.objectContaining({ providerName: 'pyth', hasKey: false, maskedKey: null }),
    );
  });

  it('of somebody unknown, or none at all, is refused', async () => {
    expect(verdictOf(await master.put('/v1/admin/api-keys/nobody', { apiKey: 'x' }))).toBe('404 NOT_FOUND');
    expect(verdictOf(await master.delete('/v1/admin/api-keys/constructor'))).toBe('404 NOT_FOUND');
    for (const apiKey of ['', 'with space', 'line\nbreak', 7])
      expect(verdictOf(await master.put('/v1/admin/api-keys/pyth', { apiKey }))).toBe('400 VALIDATION_FAILED');
  });
});
