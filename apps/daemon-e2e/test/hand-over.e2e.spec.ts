import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { SEPOLIA, SEPOLIA_CHAIN_ID } from '../src/harness/on-sepolia.js';
import { confirmed } from '../src/harness/wallets.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TO = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const ETHER = 10n ** 18n;

describe('the last section of docs/backup.md', () => {
  let node: AnvilNode;
  let old: DaemonProcess;
  let present: DaemonProcess | undefined;
  /** The home of whoever hands over, and of whoever takes over. */
  let homes: readonly [string, string];
  const env = () => ({ WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url });

  beforeAll(async () => {
    node = await startAnvil({ chainId: SEPOLIA_CHAIN_ID });
    homes = [await newHome(), await newHome()];
    old = await DaemonProcess.start({ dataDir: path.join(homes[0], '.waiaas'), env: env() });
  });
  afterAll(async () => {
    await old.dispose();
    await present?.dispose();
    await node.stop();
    for (const home of homes) await rm(home, { recursive: true, force: true });
  });

  async function newHome(): Promise<string> {
    const home = await mkdtemp(path.join(tmpdir(), 'waiaas-handover-'));
    for (const name of ['apps', 'node_modules']) await symlink(path.join(ROOT, name), path.join(home, name));
    return home;
  }

  /** Types a block as it stands, but for the port. */
  async function type(block: string, home: string, url: string): Promise<string> {
    const file = path.join(home, 'typed.sh');
    await writeFile(file, `set -euo pipefail\n${block.replaceAll('http://127.0.0.1:3100', url)}`);
    const { stdout } = await promisify(execFile)('bash', [file], { cwd: home, env: { PATH: process.env['PATH'], HOME: home } });
    return stdout;
  }

  it('takes a wallet with its money from one machine to the next, typed as it stands', async () => {
    const text = await readFile(path.join(ROOT, 'docs/backup.md'), 'utf8');
    const section = text.slice(text.indexOf('## Handing the machine'));
    const blocks = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
    const [before = '', restore = '', after = ''] = blocks;
    expect(blocks).toHaveLength(3);
    const provisioned = await old.recoveryKey();
    const master = Api.master(await old.url(), provisioned);
    // Of what a restored wallet may do at once, a preset leaves nothing for hours: its windows count as used.
    const made = { name: 'handed over', chain: 'ethereum', policyPreset: 'none' };
    const wallet = await master.must(201, master.post<{ id: string; address: string }>('/v1/wallets', made));
    await node.setBalance(wallet.address, ETHER);

    expect(await type(before, homes[0], await old.url())).toContain('"ok":true');
    await old.signal('SIGTERM');
    await promisify(execFile)('mv', [path.join(homes[0], 'handover'), homes[1]]);
    expect(await type(restore, homes[1], '')).toContain('SUSPENDED');

    const password = { WAIAAS_MASTER_PASSWORD_FILE: path.join(homes[1], 'handover/password') };
    present = await DaemonProcess.start({ dataDir: path.join(homes[1], '.waiaas'), env: { ...env(), ...password } });
    const url = await present.url();
    const printed = await type(after, homes[1], url);
    expect(printed).not.toContain('"code"');
    expect(printed).toContain(wallet.id);

    const next = Api.master(url, 'one that only you know');
    const { token } = JSON.parse(await readFile(path.join(homes[1], 'session.json'), 'utf8')) as { token: string };
    const agent = Api.session(url, token);
    const payment = { network: SEPOLIA, to: TO, humanAmount: '0.01' };
    const { id } = await agent.must(201, agent.post<{ id: string }>('/v1/transactions/send', payment));
    await next.must(200, next.post(`/v1/transactions/${id}/approve`, {}));
    await confirmed(agent, id, 60);
    expect(BigInt(await node.rpc<string>('eth_getBalance', TO, 'latest'))).toBe(ETHER / 100n);
    expect(verdictOf(await Api.master(url, provisioned).get('/v1/wallets'))).toBe('401 INVALID_MASTER_PASSWORD');
  }, 240_000);
});
