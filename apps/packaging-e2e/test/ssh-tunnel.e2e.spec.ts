import { type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation } from '../src/harness/installation.js';
import { Machine, machineObstacle } from '../src/harness/machine.js';
import { ROOT, sayLoudly } from '../src/harness/project.js';
import { eventually, must, reasonOf, run } from '../src/harness/shell.js';

// The tunnel of the guide, through a real OpenSSH, which is fetched from Debian and not installed.

const LINE = 'ssh -N -L 3100:127.0.0.1:3100 you@the-machine';
const HEALTH = 'http://127.0.0.1:3100/health';
const folder = await mkdtemp(path.join(tmpdir(), 'waiaas-ssh-'));
const programs = path.join(folder, 'programs');
const canTunnel = await fetchOpenSsh();

async function fetchOpenSsh(): Promise<boolean> {
  try {
    const obstacle = machineObstacle();
    if (obstacle !== undefined) throw new Error(obstacle);
    await run(['apt-get', 'download', '-qq', 'openssh-server', 'openssh-client', 'libwrap0'], { cwd: folder });
    const archives = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
    if (archives.length < 3) throw new Error('no Debian package of OpenSSH');
    for (const archive of archives) await must(['dpkg', '-x', archive, programs], { cwd: folder });
    return true;
  } catch (error) {
    sayLoudly('The SSH tunnel', reasonOf(error));
    return false;
  }
}

const at = (name: string) => path.join(folder, name);

/** Accounts and run directory of the server: its own, in a mount namespace of its own. */
async function startServer(machine: Machine): Promise<ChildProcess> {
  for (const key of ['host', 'user'])
    await must([path.join(programs, 'usr/bin/ssh-keygen'), '-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  await writeFile(at('passwd'), 'root:x:0:0:root:/root:/bin/sh\nsshd:x:74:65534::/run/sshd:/usr/sbin/nologin\n');
  await writeFile(at('shadow'), 'root:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n');
  const options = [
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('user.pub')}`,
    'Port 2222',
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
  ];
  await writeFile(at('sshd_config'), `${options.join('\n')}\n`);
  const script = [
    'set -eu',
    `mount --bind ${at('passwd')} /etc/passwd; mount --bind ${at('shadow')} /etc/shadow`,
    'mount -t tmpfs none /run; mkdir -m 755 /run/sshd',
    `LD_LIBRARY_PATH=$(dirname "$(find ${programs} -name 'libwrap.so.0')") exec ${programs}/usr/sbin/sshd -D -e -f ${at('sshd_config')}`,
  ].join('\n');
  return machine.start(['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script]);
}

describe.skipIf(!canTunnel)('the SSH tunnel of the guide', () => {
  let server: Machine;
  let outsider: Machine;
  let here: string;
  let installation: Installation;

  beforeAll(async () => {
    [server, outsider] = await Promise.all([Machine.start(), Machine.start()]);
    [here] = await server.connect(outsider, 3);
    installation = await Installation.make(server);
    await installation.startDaemon();
    await startServer(server);
  }, 120_000);
  afterAll(async () => {
    await outsider?.leave();
    await server?.leave();
    await installation?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('brings the API to the loopback of the other machine, which cannot reach it otherwise', async () => {
    expect(await readFile(path.join(ROOT, 'docs', 'deployment.md'), 'utf8')).toContain(`\n${LINE}\n`);
    expect(await outsider.status(HEALTH)).toBe('refused');
    const client = ['Port 2222', `IdentityFile ${at('user')}`, 'IdentitiesOnly yes', 'BatchMode yes'];
    const trust = ['StrictHostKeyChecking no', `UserKnownHostsFile ${at('known')}`, 'ConnectionAttempts 60'];
    await writeFile(at('ssh_config'), `${[...client, ...trust].join('\n')}\n`);
    const [, ...args] = LINE.replace('you@the-machine', `root@${here}`).split(' ');
    outsider.start([path.join(programs, 'usr/bin/ssh'), '-F', at('ssh_config'), ...args]);
    await eventually(
      () => outsider.status(HEALTH),
      (status) => status === '200',
      60,
    );
    expect(await outsider.status(`http://${here}:3100/health`)).toBe('refused');
  }, 120_000);
});
