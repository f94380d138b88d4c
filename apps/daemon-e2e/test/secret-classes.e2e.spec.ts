import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { generateMnemonic, english, generatePrivateKey } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { masterOf, PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

const PASSPHRASE = 'a passphrase for the exported key';
const BOT_TOKEN = '7654321:AAexampleBotTokenOfNobody-0123456789';
const SLACK_PATH = 'T0SECRET/B0SECRET/slackwebhooksecretpart';
const SMTP_PASSWORD = 'smtp-password-of-nobody';
const NTFY_TOKEN = 'tk_ntfytokenofnobody01234';
const RPC_CREDENTIAL = 'rpc-project-secret-set-later';
const MNEMONIC = generateMnemonic(english);
const PRIVATE_KEY = generatePrivateKey().slice(2);
const SECOND_KEY = generatePrivateKey().slice(2);

let daemon: DaemonProcess;
let outside: Server;
let outsideUrl: string;

beforeAll(async () => {
  // Whoever is told by a channel or webhook refuses, with everything it was given in its answer.
  outside = createServer((request, response) => {
    response.writeHead(500).end(`${request.url ?? ''} ${JSON.stringify(request.headers)}`);
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  outsideUrl = `http://127.0.0.1:${String((outside.address() as AddressInfo).port)}`;
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_DAEMON_LOG_LEVEL: 'trace',
      WAIAAS_NOTIFICATIONS_ALLOW_PRIVATE: 'true',
      WAIAAS_WEBHOOKS_ALLOW_PRIVATE: 'true',
      ...QUIET_LIMITS,
    },
  });
});

afterAll(async () => {
  await daemon.dispose();
  outside.close();
});

async function logIn(url: string): Promise<{ readonly browser: Api; readonly secrets: Readonly<Record<string, string>> }> {
  const visitor = new Api(url, { Origin: url });
  const answer = await visitor.post<{ csrfToken: string }>('/v1/admin/login', { password: PASSWORD });
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const browser = new Api(url, { Origin: url, Cookie: cookie, 'X-WAIaaS-CSRF': answer.body.csrfToken });
  const { stepUpToken } = await browser.must(
    200,
    browser.post<{ stepUpToken: string }>('/v1/admin/step-up', { password: PASSWORD }),
  );
  return { browser, secrets: { cookie: cookie.split('=')[1] ?? '', csrf: answer.body.csrfToken, 'step-up token': stepUpToken } };
}

/** A key by each way in, and out again by both. Returns what the raw way gave. */
async function keysInAndOut(master: Api): Promise<void> {
  const imported = (name: string, secret: object) =>
    master.must(201, master.post<{ id: string; address: string }>('/v1/wallets/import', { name, chain: 'ethereum', secret }));
  await imported('from words', { format: 'mnemonic', value: MNEMONIC });
  const wallet = await imported('from hex', { format: 'hex', value: PRIVATE_KEY });
  await master.post('/v1/wallets/import', { name: 'x', chain: 'ethereum', secret: { format: 'hex', value: `${SECOND_KEY}zz` } });
  await master.post('/v1/wallets/import', {
    ...{ name: 'y', chain: 'ethereum', expectedAddress: wallet.address },
    secret: { format: 'hex', value: SECOND_KEY },
  });
  const out = `/v1/wallets/${wallet.id}/export`;
  await master.must(200, master.post(out, { format: 'encrypted', passphrase: PASSPHRASE }));
  await master.must(200, master.post(out, { format: 'raw', confirm: wallet.address.slice(-6) }));
}

async function tellOutside(master: Api): Promise<string> {
  const settings = [
    { key: 'notifications.telegram_url', value: outsideUrl },
    { key: 'notifications.telegram_bot_token', value: BOT_TOKEN },
    { key: 'notifications.telegram_chat_id', value: '42' },
    { key: 'notifications.slack_url', value: `${outsideUrl}/services/${SLACK_PATH}` },
    { key: 'notifications.ntfy_url', value: outsideUrl },
    { key: 'notifications.ntfy_topic', value: 'topic-of-nobody-known' },
    { key: 'notifications.ntfy_token', value: NTFY_TOKEN },
    { key: 'notifications.smtp_password', value: SMTP_PASSWORD },
    { key: 'rpc.evm_base_sepolia', value: `http://user:${RPC_CREDENTIAL}@127.0.0.1:9/${RPC_CREDENTIAL}?key=${RPC_CREDENTIAL}` },
  ];
  await master.must(200, master.put('/v1/admin/settings', { settings }));
  const { id, secret } = await master.must(
    201,
    master.post<{ id: string; secret: string }>('/v1/webhooks', { url: `${outsideUrl}/hook`, events: [] }),
  );
  await master.post(`/v1/webhooks/${id}/test`);
  await master.post('/v1/admin/notifications/test', {});
  await master.post('/v1/admin/settings/test-rpc', { url: `http://127.0.0.1:9/${RPC_CREDENTIAL}`, chain: 'ethereum' });
  return secret;
}

/** Every file below a directory, as bytes. */
async function storedBytes(directory: string): Promise<readonly (readonly [string, Buffer])[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file)] as const));
}

it('prints and stores no secret of any class, neither the daemon nor its signer', async () => {
  const master = await masterOf(daemon);
  const { browser, secrets: ofBrowser } = await logIn(master.baseUrl);
  await keysInAndOut(master);
  const webhookSecret = await tellOutside(master);
  const { items } = await master.must(200, master.get<{ items: { id: string }[] }>('/v1/wallets'));
  const { tokenPath } = await master.must(201, master.post<{ tokenPath: string }>('/v1/mcp/tokens', { walletId: items[0]?.id }));
  const token = (await readFile(tokenPath, 'utf8')).trim();
  const settled = await Promise.all([
    browser.get('/v1/admin/settings'),
    master.get('/v1/admin/settings/schema'),
    master.get('/v1/admin/rpc-status'),
    master.get('/v1/webhooks'),
    master.get('/v1/admin/notifications/log'),
    master.get('/v1/audit-logs?limit=200'),
    Api.session(master.baseUrl, token).get('/v1/connect-info'),
    Api.session(master.baseUrl, token).get('/v1/wallet/balance?network=base-sepolia'),
  ]);
  await daemon.signalSigner('SIGKILL');
  await master.get('/v1/admin/status');
  await daemon.signal('SIGTERM');

  const secrets: Readonly<Record<string, string>> = {
    ...ofBrowser,
    password: PASSWORD,
    passphrase: PASSPHRASE,
    mnemonic: MNEMONIC,
    'private key': PRIVATE_KEY,
    'refused private key': SECOND_KEY,
    'webhook secret': webhookSecret,
    'session token': token,
    'bot token': BOT_TOKEN,
    'Slack path': SLACK_PATH,
    'ntfy token': NTFY_TOKEN,
    'mail password': SMTP_PASSWORD,
    'RPC credential': RPC_CREDENTIAL,
  };
  const said = `${daemon.output}\n${JSON.stringify(settled.map(({ body }) => body))}`;
  expect(daemon.output).toContain('"level"');
  const files = await storedBytes(daemon.dataDir);
  expect(files.length).toBeGreaterThan(0);
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(8);
    expect(said.toLowerCase().includes(secret.toLowerCase()), `${name} was said`).toBe(false);
    for (const [file, bytes] of files) expect(bytes.includes(secret), `${name} is in ${file}`).toBe(false);
  }
});
