import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, verdictOf, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EthereumOwner } from '../src/harness/owner-keys.js';
import { allowNative, createWallet, masterOf, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const NEXT_PASSWORD = 'the password after this one';
const WRONG_PASSWORD = 'a-mistyped-password-of-somebody';
const API_KEY = 'CG-0123456789abcdefghij';
const RPC_CREDENTIAL = 'rpc-project-secret-7f3a';
const SEND = { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D', humanAmount: '2' };

let node: AnvilNode;
let daemon: DaemonProcess;

beforeAll(async () => {
  node = await startAnvil({ chainId: 11155111 });
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: `${node.url}/?key=${RPC_CREDENTIAL}`,
      WAIAAS_RPC_EVM_BASE_SEPOLIA: `http://user:${RPC_CREDENTIAL}@127.0.0.1:9/?key=${RPC_CREDENTIAL}`,
      WAIAAS_DAEMON_LOG_LEVEL: 'trace',
      ...QUIET_LIMITS,
    },
  });
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

/** Every file below the data directory, as bytes. */
async function storedBytes(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file)] as const)));
}

it('keeps every secret out of answers, output, log and files, whatever is done with it', async () => {
  const master = await masterOf(daemon);
  const url = master.baseUrl;
  const answers: ApiAnswer<object>[] = [];
  const keep = async <T extends object>(answer: Promise<ApiAnswer<T>>): Promise<ApiAnswer<T>> => {
    answers.push(await answer);
    return answer;
  };

  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum', '1');
  await node.setBalance(wallet.address, 10n ** 20n);
  const { token: rotated, id: sessionId } = await master.must(
    201,
    master.post<{ id: string; token: string }>('/v1/sessions', { walletId: wallet.id }),
  );
  const { token: second } = await master.must(200, master.post<{ token: string }>(`/v1/sessions/${sessionId}/rotate`));
  const owner = new EthereumOwner();
  await keep(master.put(`/v1/wallets/${wallet.id}/owner`, { owner_address: owner.address }));
  const sent = await keep(wallet.api.post<{ id: string }>('/v1/transactions/send', SEND));
  const proof = await owner.headers(url, 'approve', { transactionId: sent.body.id });
  const signature = proof['X-Owner-Signature'] ?? '';
  const settings = [{ key: 'prices.coingecko_api_key', value: API_KEY }];

  await keep(new Api(url).post(`/v1/transactions/${sent.body.id}/approve`, undefined, proof));
  await keep(new Api(url).post(`/v1/transactions/${sent.body.id}/approve`, undefined, proof));
  await keep(Api.master(url, WRONG_PASSWORD).get('/v1/wallets'));
  await keep(Api.session(url, rotated).get('/v1/wallets'));
  await keep(Api.session(url, second).get('/v1/wallets'));
  await keep(Api.session(url, `${second}x`).get('/v1/wallets'));
  await keep(master.put('/v1/admin/settings', { settings }));
  await keep(master.get('/v1/admin/settings'));
  await keep(master.get('/v1/admin/settings/schema'));
  await keep(wallet.api.get('/v1/wallet/balance?network=all'));
  await keep(wallet.api.post('/v1/transactions/send', { ...SEND, network: 'base-sepolia' }));
  await keep(master.post('/v1/wallets', { name: WRONG_PASSWORD, secret: PASSWORD }));
  await keep(master.get('/v1/admin/status'));
  await keep(master.get('/v1/admin/rpc-status'));
  await keep(master.put('/v1/admin/master-password', { newPassword: NEXT_PASSWORD }));
  await keep(Api.master(url, NEXT_PASSWORD).get('/v1/audit-logs?limit=200'));
  expect(answers.map(verdictOf).slice(0, 7)).toEqual([
    '200',
    '201',
    '200',
    '401 INVALID_NONCE',
    '401 INVALID_MASTER_PASSWORD',
    '401 INVALID_TOKEN',
    '200',
  ]);

  await daemon.signal('SIGTERM');
  const secrets = {
    password: PASSWORD,
    'new password': NEXT_PASSWORD,
    'wrong password': WRONG_PASSWORD,
    'replaced token': rotated,
    token: second,
    'first token': wallet.token,
    'api key': API_KEY,
    'owner signature': signature,
    'rpc credential': RPC_CREDENTIAL,
  };
  const said = [daemon.output, ...answers.map(({ body, headers }) => JSON.stringify([body, [...headers]]))].join('\n');
  const files = await storedBytes(daemon.dataDir);
  expect(files.size).toBeGreaterThan(0);
  for (const [name, secret] of Object.entries(secrets)) {
    expect(said.includes(secret), `${name} was said`).toBe(false);
    // What an owner has signed stays with its payment, for the signer to verify. It is used up.
    if (name === 'owner signature') continue;
    for (const [file, bytes] of files) expect(bytes.includes(secret), `${name} is in ${file}`).toBe(false);
  }
});
