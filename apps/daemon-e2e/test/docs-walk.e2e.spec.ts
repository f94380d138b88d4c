import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

let home: string;
let node: AnvilNode;
let daemon: DaemonProcess;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'waiaas-walk-'));
  await symlink(path.join(ROOT, 'node_modules'), path.join(home, 'node_modules'));
  node = await startAnvil({ chainId: 11155111 });
  // What `npm start` starts, in the directory it would use.
  daemon = await DaemonProcess.start({
    dataDir: path.join(home, '.waiaas'),
    env: { WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url },
  });
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
  await rm(home, { recursive: true, force: true });
});

const page = (name: string): Promise<string> => readFile(path.join(ROOT, name), 'utf8');

/** The shell blocks of a page, but for those that start programs the test has started already. */
function shellBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)]
    .map(([, block = '']) => block)
    .filter((block) => !/npm (start|test)/.test(block));
}

/** Types the lines as they stand, but for the two ports. Gives everything they print; the first failure ends it. */
async function type(lines: readonly string[]): Promise<string> {
  const url = await daemon.url();
  const script = ['set -euo pipefail', ...lines].join('\n');
  const here = script.replaceAll('http://127.0.0.1:3100', url).replaceAll('http://127.0.0.1:8545', node.url);
  const file = path.join(home, 'walk.sh');
  await writeFile(file, here);
  const { stdout } = await promisify(execFile)('bash', [file], { cwd: home, env: { PATH: process.env['PATH'], HOME: home } });
  return stdout;
}

const refusalsIn = (output: string) => [...output.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code);
const announcedIn = (lines: readonly string[]) =>
  lines.flatMap((block) => [...block.matchAll(/# refused: ([A-Z_]+)/g)].map(([, code]) => code));

describe('the walk of the README and of docs/approvals.md', () => {
  it('does what it says when it is typed as it stands', async () => {
    const readme = await page('README.md');
    const blocks = [...shellBlocks(readme), ...shellBlocks(await page('docs/approvals.md'))];
    expect(blocks.length).toBeGreaterThanOrEqual(3);

    const output = await type(blocks);

    // Nothing is refused but what the page announces, and the daemon made every challenge and session it was asked for.
    expect(refusalsIn(output)).toEqual(announcedIn(blocks));
    expect(output).toContain('APPROVE sending 3 ETH');
    expect(output).toContain('"approvedBy":"master"');
    expect(output).toContain('"approvedBy":"owner"');
    expect(output).toContain('"ownerState":"LOCKED"');
    const paid = async () => BigInt(await node.rpc<string>('eth_getBalance', RECIPIENT, 'latest'));
    await expect.poll(paid, { timeout: 30_000 }).toBe(605n * 10n ** 16n);
    const master = Api.master(await daemon.url(), await daemon.recoveryKey());
    const { items } = (await master.get<{ items: { ownerState: string }[] }>('/v1/wallets')).body;
    expect(items.map(({ ownerState }) => ownerState)).toEqual(['LOCKED', 'LOCKED']);

    const [freeze = ''] = /curl -s -X POST \$API\/v1\/admin\/kill-switch[^`]*/.exec(readme) ?? [];
    const setup = blocks[0]?.split('\n').slice(0, 2) ?? [];
    expect(await type([...setup, freeze])).toContain('"state":"SUSPENDED"');
  });
});
