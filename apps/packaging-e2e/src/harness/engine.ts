import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Machine, machineObstacle } from './machine.js';
import { eventually, isOnPath, must, run, type RunOptions, type Ran } from './shell.js';
import { WayOut } from './way-out.js';

const GUARD = fileURLToPath(new URL('engine-guard.sh', import.meta.url));
const PLUGINS = ['docker-compose', 'docker-buildx'];
const NEEDED = ['dockerd', 'docker', 'containerd', 'iptables', 'mmdebstrap', 'apt-get'];
const BRIDGE = '10.212.0.1';
const CGROUPS = '/sys/fs/cgroup';

/** Why no engine can run here, or undefined. */
export function engineObstacle(): string | undefined {
  const missing = NEEDED.filter((program) => !isOnPath(program));
  return machineObstacle() ?? (missing.length === 0 ? undefined : `missing: ${missing.join(', ')}`);
}

/** The Debian archive this machine is set up for. */
export async function debianMirror(): Promise<string> {
  const lines = (await must(['apt-get', 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'])).split('\n');
  const mirror = lines.find((line) => line.includes('debian') && !line.includes('security'));
  if (mirror === undefined) throw new Error('this machine has no Debian archive');
  return mirror;
}

/** A Docker engine on a machine of its own, with nothing of another one's: images, networks, ports, names. */
export class Engine {
  #wayOut: WayOut | undefined;

  private constructor(
    /** Where its ports are published. */
    readonly machine: Machine,
    private readonly guard: ChildProcess,
    readonly directory: string,
  ) {}

  static async start(): Promise<Engine> {
    const directory = await mkdtemp(path.join(tmpdir(), 'waiaas-engine-'));
    const machine = await Machine.start();
    const [program = '', ...args] = [...machine.entry, 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const guard = spawn(program, [...args, GUARD, directory], { stdio: ['pipe', 'ignore', 'inherit'] });
    const engine = new Engine(machine, guard, directory);
    try {
      await Promise.all([engine.#untilItAnswers(), engine.#installPlugins()]);
      engine.#wayOut = await WayOut.open(machine, directory);
    } catch (error) {
      await engine.stop();
      throw error;
    }
    return engine;
  }

  get environment(): Record<string, string> {
    return { DOCKER_HOST: `unix://${this.directory}/docker.sock`, DOCKER_CONFIG: path.join(this.directory, 'config') };
  }

  /** For builds alone: what runs has no way out but the cables of the machine. */
  get buildArguments(): readonly string[] {
    const proxy = this.#wayOut?.address(BRIDGE) ?? '';
    return ['http_proxy', 'https_proxy'].flatMap((name) => ['--build-arg', `${name}=${proxy}`]);
  }

  run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return run(['docker', ...args], { ...options, env: { ...this.environment, ...options.env } });
  }

  must(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return must(['docker', ...args], { ...options, env: { ...this.environment, ...options.env } });
  }

  /** Runs a program among the engine's processes: the ids it gives are those it sees. */
  async beside(command: readonly string[], options?: RunOptions): Promise<Ran> {
    const first = await readFile(`/proc/${String(this.guard.pid)}/task/${String(this.guard.pid)}/children`, 'utf8');
    return run(['nsenter', '-t', first.trim(), '-n', '-p', '-m', '--', ...command], options);
  }

  async stop(): Promise<void> {
    this.guard.stdin?.end();
    if (this.guard.exitCode === null && this.guard.signalCode === null) await once(this.guard, 'exit');
    await this.#wayOut?.close();
    await this.machine.leave();
    await this.#removeControlGroups();
    await rm(this.directory, { recursive: true, force: true });
  }

  async #untilItAnswers(): Promise<void> {
    const { code } = await eventually(
      () => this.run(['info']),
      ({ code }) => code === 0 || this.guard.exitCode !== null,
      60,
    ).catch(() => ({ code: 1 }));
    if (code === 0) return;
    throw new Error(`the engine does not start:\n${await readFile(path.join(this.directory, 'dockerd.log'), 'utf8')}`);
  }

  /** Empty, but the kernel keeps them. */
  async #removeControlGroups(): Promise<void> {
    const name = path.basename(this.directory);
    for (const root of [CGROUPS, ...(await readdir(CGROUPS)).map((controller) => path.join(CGROUPS, controller))]) {
      const group = path.join(root, name);
      for (const child of await readdir(group).catch(() => [])) await rmdir(path.join(group, child)).catch(() => undefined);
      await rmdir(group).catch(() => undefined);
    }
  }

  /** Compose and buildx are in a newer Debian than the engine: unpacked beside it, not installed. */
  async #installPlugins(): Promise<void> {
    const apt = path.join(this.directory, 'apt');
    const folders = [
      'etc/apt.conf.d',
      'etc/preferences.d',
      'etc/sources.list.d',
      'state/lists/partial',
      'cache/archives/partial',
      'dl',
    ];
    for (const folder of folders) await mkdir(path.join(apt, folder), { recursive: true });
    await writeFile(path.join(apt, 'state', 'status'), '');
    const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
    await writeFile(path.join(apt, 'etc', 'sources.list'), `deb [signed-by=${keyring}] ${await debianMirror()} trixie main\n`);
    const options = [
      `Dir::Etc=${apt}/etc`,
      `Dir::State=${apt}/state`,
      `Dir::State::status=${apt}/state/status`,
      `Dir::Cache=${apt}/cache`,
      'APT::Sandbox::User=root',
    ].flatMap((option) => ['-o', option]);
    const dl = path.join(apt, 'dl');
    await must(['apt-get', ...options, '-qq', 'update']);
    await must(['apt-get', ...options, '-qq', 'download', ...PLUGINS], { cwd: dl });
    for (const name of await readdir(dl)) await must(['dpkg', '-x', name, 'x'], { cwd: dl });
    await cp(path.join(dl, 'x/usr/libexec/docker/cli-plugins'), path.join(this.directory, 'config/cli-plugins'), {
      recursive: true,
    });
    await rm(apt, { recursive: true });
  }
}
