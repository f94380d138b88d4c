import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Machine, machineObstacle } from '../src/harness/machine.js';
import { ROOT, sayLoudly } from '../src/harness/project.js';
import { eventually, isOnPath, must, run } from '../src/harness/shell.js';

// The unit of the guide: systemd reads it, and its command runs behind walls like those it asks for.

const guide = await readFile(path.join(ROOT, 'docs', 'deployment.md'), 'utf8');
const unit = /```ini\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
const settings = (name: string) =>
  unit.split('\n').flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));
const PASSWORD = 'violet-harbour-thunder-41';
/** Of ten; without the hardening it is above nine. */
const MOST_EXPOSED = '4.0';

const noSystemd = isOnPath('systemd-analyze') ? undefined : 'missing: systemd-analyze';
if (noSystemd !== undefined) sayLoudly('The check of the systemd unit', noSystemd);
const obstacle = machineObstacle();
if (obstacle !== undefined) sayLoudly('The run without Docker', obstacle);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waiaas-unit-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(noSystemd !== undefined)('the systemd unit of the guide', () => {
  it('is one that systemd understands to the last word, and calls well walled in', async () => {
    const file = path.join(folder, 'waiaas.service');
    await writeFile(file, unit.replace('/usr/bin/node', process.execPath));
    const { code, stdout, stderr } = await run(['systemd-analyze', 'verify', file]);
    expect([code, (stdout + stderr).split('\n').filter((line) => line.includes('waiaas.service'))]).toEqual([0, []]);
    const security = await must(['systemd-analyze', 'security', '--offline=true', '--no-pager', file]);
    const [, exposure = '10'] = /exposure level for waiaas\.service: ([\d.]+)/.exec(security) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(Number(MOST_EXPOSED));
  });
});

describe.skipIf(obstacle !== undefined)('its command', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await Machine.start();
  });
  afterAll(() => machine?.leave());

  it('runs with no place to write but its own, without capabilities, and gives out a token', async () => {
    const [command = ''] = settings('ExecStart');
    const owned = (settings('StateDirectory')[0] ?? '').split(' ').map((name) => `/var/lib/${name}`);
    const environment = settings('Environment').map((line) => line.replace('/etc/waiaas/', '/run/'));
    const walls = [
      'set -eu',
      'mount --make-rprivate /',
      'mount -t tmpfs none /var/lib; mount -t tmpfs none /run',
      `mkdir -m 700 ${owned.join(' ')}; printf %s ${PASSWORD} > /run/master_password.txt; chmod 600 /run/master_password.txt`,
      'mount -o remount,bind,ro /run; mount -o remount,bind,ro /',
      `exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all env -i ${environment.join(' ')} ` +
        command.replace('/usr/bin/node', process.execPath),
    ].join('\n');
    const { PATH } = process.env;
    const daemon = machine.start(['unshare', '--mount', '--wd', ROOT, 'sh', '-c', walls], { env: { PATH }, stdio: 'pipe' });
    let log = '';
    for (const stream of [daemon.stdout, daemon.stderr]) stream?.on('data', (chunk: Buffer) => void (log += chunk.toString()));
    await eventually(
      () => Promise.resolve(daemon.exitCode === null ? log : `ended: ${log}`),
      (seen) => seen.includes('is ready at') || seen.startsWith('ended: '),
      60,
    );
    expect(log).toContain('is ready at http://127.0.0.1:3100');
    const post = (route: string, body: object) =>
      machine.json(
        ...['-H', `X-Master-Password: ${PASSWORD}`, '-H', 'Content-Type: application/json'],
        ...['-d', JSON.stringify(body), `http://127.0.0.1:3100${route}`],
      );
    const wallet = (await post('/v1/wallets', { name: 'first' })) as { id: string };
    expect(await post('/v1/mcp/tokens', { walletId: wallet.id })).toMatchObject({
      tokenPath: `/var/lib/waiaas-tokens/${wallet.id}.token`,
    });
  }, 120_000);
});
