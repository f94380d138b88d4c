import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startSolanaNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { PASSWORD, QUIET_LIMITS } from '../src/harness/wallets.js';

let solana: SolanaNode;
let daemon: DaemonProcess;
let url: string;

beforeAll(async () => {
  solana = await startSolanaNode();
  daemon = await DaemonProcess.start({
    env: { WAIAAS_MASTER_PASSWORD: PASSWORD, WAIAAS_RPC_SOLANA_DEVNET: solana.url, ...QUIET_LIMITS },
  });
  url = await daemon.url();
});

afterAll(async () => {
  await daemon.dispose();
  await solana.stop();
});

const MASTER = ['-H', `X-Master-Password: ${PASSWORD}`];

/** The real curl, with nothing set that was not typed. */
async function curl(...words: readonly string[]): Promise<{ readonly status: number; readonly body: Record<string, any> }> {
  const { stdout } = await promisify(execFile)('curl', ['-s', '-w', '\n%{http_code}', ...words]);
  const [body = '', status = ''] = stdout.split(/\n(?=\d+$)/);
  return { status: Number(status), body: JSON.parse(body) as Record<string, any> };
}

describe('curl as people type it', () => {
  it('makes a wallet, sets a limit beside its preset, and reads a balance', async () => {
    const created = await curl('-X', 'POST', `${url}/v1/wallets`, ...MASTER, '-d', '{"name":"trading-wallet","chain":"solana"}');
    expect(created).toMatchObject({ status: 201, body: { name: 'trading-wallet', chain: 'solana', network: 'solana-devnet' } });
    const { id, address, session, policies } = created.body as any;
    const presets = policies.map((policy: any) => [policy.type, policy.priority]);
    expect(presets).toEqual([
      ['SPENDING_LIMIT', -1],
      ['RATE_LIMIT', -1],
    ]);

    const rules = '{"instant_max_usd":100,"notify_max_usd":500,"delay_max_usd":2000,"delay_seconds":900,"daily_limit_usd":5000}';
    const policy = await curl(
      '-X',
      'POST',
      `${url}/v1/policies`,
      ...MASTER,
      '-d',
      `{"walletId":"${id as string}","type":"SPENDING_LIMIT","rules":${rules}}`,
    );
    expect(policy).toMatchObject({ status: 201, body: { walletId: id, priority: 0, enabled: true, rules: JSON.parse(rules) } });
    const everywhere = await curl(
      '-X',
      'POST',
      `${url}/v1/policies`,
      ...MASTER,
      '-d',
      `{"type":"SPENDING_LIMIT","rules":${rules}}`,
    );
    expect(everywhere).toMatchObject({ status: 201, body: { walletId: null } });

    await solana.control.fund(address as string, 2_500_000_000n);
    const balance = await curl(`${url}/v1/wallet/balance`, '-H', `Authorization: Bearer ${session.token as string}`);
    expect(balance).toMatchObject({
      status: 200,
      body: { walletId: id, network: 'solana-devnet', address, balance: '2500000000', decimals: 9, symbol: 'SOL' },
    });
  });

  it('finds out what it did wrong', async () => {
    const noPassword = await curl('-X', 'POST', `${url}/v1/wallets`, '-d', '{"name":"x"}');
    expect(noPassword).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    const noJson = await curl('-X', 'POST', `${url}/v1/wallets`, ...MASTER, '-d', 'name=x');
    expect(noJson).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
    expect(await curl(`${url}/v1/wallets/`, ...MASTER)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});
