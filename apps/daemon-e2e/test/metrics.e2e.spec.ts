import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EthereumOwner } from '../src/harness/owner-keys.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  type TestWallet,
} from '../src/harness/wallets.js';

const NETWORK = 'ethereum-sepolia';
const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const fromRoot = (file: string) => readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;
let port: number;
const owner = new EthereumOwner();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Past `fetch`, which would not send another Host. */
function ask(path = '/metrics', headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => void (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject).end();
  });
}

beforeAll(async () => {
  [node, port] = await Promise.all([startAnvil({ chainId: 11155111 }), freePort()]);
  const env = { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url, WAIAAS_METRICS_PORT: String(port) };
  daemon = await DaemonProcess.start({ env: { ...env, ...QUIET_LIMITS } });
  master = await masterOf(daemon);
  wallet = await createWallet(daemon, { policyPreset: 'none', name: 'name-of-a-wallet' });
  await master.must(200, master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  await allowNative(daemon, wallet, 'ethereum', '1');
  await node.setBalance(wallet.address, 10n ** 20n);
  const pay = (humanAmount: string) =>
    wallet.api.post<{ id: string }>('/v1/transactions/send', { network: NETWORK, to: RECIPIENT, humanAmount });
  await confirmed(wallet.api, (await pay('0.1')).body.id);
  await pay('5');
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

describe('the metrics listener', () => {
  it('tells what waits, what works and how fast it is', async () => {
    const { status, text } = await ask();
    expect(status).toBe(200);
    expect(text).toContain('waiaas_approvals_pending 1\n');
    expect(text).toContain(`waiaas_transactions_open{status="QUEUED",network="${NETWORK}"} 1\n`);
    expect(text).toContain('waiaas_signer_unlocked 1\n');
    expect(text).toContain('waiaas_kill_switch{state="ACTIVE"} 1\n');
    expect(text).toContain(`waiaas_rpc_endpoints_healthy{network="${NETWORK}"} 1\n`);
    expect(text).toMatch(/waiaas_decision_seconds_count [1-9]/);
    expect(text).toMatch(/waiaas_database_statement_seconds_count [1-9]/);
    for (const stage of ['prepare', 'decide', 'execute', 'sign'])
      expect(text).toMatch(new RegExp(`waiaas_stage_seconds_count\\{stage="${stage}"\\} [1-9]`));
    expect(text).toMatch(new RegExp(`waiaas_rpc_seconds_count\\{network="${NETWORK}"\\} [1-9]`));
    expect(text).toMatch(/waiaas_http_answers_total\{class="2xx"\} [1-9]/);
  });

  it('names no wallet, session, owner, address or hash', async () => {
    const { text } = await ask();
    const { items } = (await wallet.api.get<{ items: { id: string; txHash: string | null }[] }>('/v1/transactions')).body;
    const secrets = items.flatMap(({ id, txHash }) => [id, txHash ?? id]);
    for (const name of [wallet.id, wallet.address, wallet.token, owner.address, RECIPIENT, 'name-of-a-wallet', ...secrets])
      expect(text.toLowerCase()).not.toContain(name.toLowerCase());
    expect(text).not.toMatch(/0x[0-9a-fA-F]{8}|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('answers nobody who came by another name, from a page or for anything else', async () => {
    expect((await ask('/metrics', { host: 'evil.example' })).status).toBe(421);
    expect((await ask('/metrics', { host: `evil.example:${String(port)}` })).status).toBe(421);
    expect((await ask('/metrics', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask('/metrics', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask('/v1/admin/status')).status).toBe(404);
    expect((await ask('/metrics', {}, 'POST')).status).toBe(405);
    const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of others.filter((each) => each.family === 'IPv4' && !each.internal))
      await expect(fetch(`http://${address}:${String(port)}/metrics`)).rejects.toThrow();
  });

  it('is nowhere on the port of the API, and stands in the exposure report', async () => {
    expect((await new Api(master.baseUrl).get('/metrics')).status).toBe(404);
    expect((await master.get('/v1/exposure')).body).toMatchObject({ metricsListener: { address: '127.0.0.1', port } });
  });
});

describe('the rules and the dashboard that come with it', () => {
  it.each(['ops/prometheus/alerts.yml', 'ops/grafana/waiaas.json'])('%s asks for metrics there are', async (file) => {
    const { text } = await ask();
    const there = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const asked = [...fromRoot(file).matchAll(/\b(?:waiaas|process)_[a-z0-9_]+/g)].map(([name]) =>
      name.replace(/_(?:bucket|count|sum)$/, ''),
    );
    expect(asked.length).toBeGreaterThan(9);
    expect(asked.filter((name) => !there.has(name))).toEqual([]);
  });
});
