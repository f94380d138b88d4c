import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeBaseImages } from './base-images.js';
import { Engine } from './engine.js';
import { callTool, type McpServer } from './mcp-call.js';
import { eventually, type Ran } from './shell.js';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const GUIDE = path.join(ROOT, 'docs', 'deployment.md');
const BUILD_MS = 1_200_000;
const UP_MS = 300_000;
const DAEMON = 'waiaas-daemon';

export interface Report {
  readonly inContainer: boolean;
  readonly tls: { readonly via: string | null };
  readonly findings: readonly { readonly code: string }[];
}

/** What is made over the API; each act gives some of it. */
interface Made {
  readonly id: string;
  readonly address: string;
  readonly token: string;
  readonly tokenPath: string;
  readonly claudeDesktopConfig: { readonly mcpServers: Readonly<Record<string, McpServer>> };
}

/** A copy of this project on the machine of an engine, where a stranger follows the guide. */
export class Project {
  private constructor(
    readonly engine: Engine,
    readonly folder: string,
    private readonly guide: string,
  ) {}

  /** With both images built, as `docker compose build` builds them. */
  static async build(engine: Engine): Promise<Project> {
    const folder = await mkdtemp(path.join(tmpdir(), 'waiaas-project-'));
    const project = new Project(engine, folder, await readFile(GUIDE, 'utf8'));
    await makeBaseImages(engine);
    await engine.must(['compose', 'build', '-q', ...engine.buildArguments], { cwd: ROOT, timeoutMs: BUILD_MS });
    // The files as they are, but for how often health is asked: a test need not wait half a minute for each answer.
    const compose = await readFile(path.join(ROOT, 'docker-compose.yml'), 'utf8');
    await writeFile(path.join(folder, 'docker-compose.yml'), compose.replaceAll('interval: 30s', 'interval: 1s'));
    await cp(path.join(ROOT, 'docker-compose.secrets.yml'), path.join(folder, 'docker-compose.secrets.yml'));
    return project;
  }

  file(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Types a line of the guide, word for word but for what `filledIn` says; fails if the guide has no such line. */
  async typed(line: string, filledIn: Readonly<Record<string, string>> = {}): Promise<Ran> {
    if (!this.guide.split('\n').some((written) => written.replace(/ +#.*/, '') === line))
      throw new Error(`the guide does not say: ${line}`);
    const text = Object.entries(filledIn).reduce((typed, [from, to]) => typed.replaceAll(from, to), line);
    return this.engine.machine.run(['bash', '-euo', 'pipefail', '-c', text], {
      cwd: this.folder,
      env: this.engine.environment,
      timeoutMs: UP_MS,
    });
  }

  /** As `typed`; fails with what was said and what the containers logged. */
  async works(line: string, filledIn?: Readonly<Record<string, string>>): Promise<string> {
    const { code, stdout, stderr } = await this.typed(line, filledIn);
    if (code === 0) return stdout.trim();
    const logs = await this.compose('logs', '--no-color');
    throw new Error(`${line}\nended with ${String(code)}\n${stdout}${stderr}${logs.stdout.slice(-5000)}`);
  }

  compose(...args: readonly string[]): Promise<Ran> {
    return this.engine.run(['compose', ...args], { cwd: this.folder, timeoutMs: UP_MS });
  }

  /** Everything gone, volumes too. */
  async down(): Promise<void> {
    await this.compose('-f', 'docker-compose.yml', '--profile', 'tools', 'down', '-v', '-t', '20', '--remove-orphans');
  }

  inDaemon(...command: readonly string[]): Promise<Ran> {
    return this.engine.run(['exec', DAEMON, ...command]);
  }

  inspect(format: string, name = DAEMON): Promise<string> {
    return this.engine.must(['inspect', '-f', format, name]);
  }

  async recoveryKey(): Promise<string> {
    return (await this.engine.must(['exec', DAEMON, 'cat', '/data/recovery.key'])).trim();
  }

  async healthy(): Promise<void> {
    await eventually(
      () => this.inspect('{{.State.Health.Status}}'),
      (status) => status === 'healthy',
      120,
    );
  }

  exposure(password: string): Promise<Report> {
    const url = 'http://127.0.0.1:3100/v1/exposure';
    return this.engine.machine.json('-H', `X-Master-Password: ${password}`, url) as Promise<Report>;
  }

  async post(password: string, route: string, body: object): Promise<Made> {
    const headers = [`X-Master-Password: ${password}`, 'Content-Type: application/json'].flatMap((header) => ['-H', header]);
    const url = `http://127.0.0.1:3100${route}`;
    return (await this.engine.machine.json(...headers, '-d', JSON.stringify(body), url)) as Made;
  }

  /** What a tool says to a client of this machine that was given this configuration. */
  async callTool({ claudeDesktopConfig }: Made, tool: string): Promise<string> {
    const [server] = Object.values(claudeDesktopConfig.mcpServers);
    if (server === undefined) throw new Error('no server is named');
    return callTool(server, tool, this.engine.environment);
  }

  /** `waiaas doctor` on the machine of the engine: what fails, and what it warns of. */
  async doctor(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly fail: string[]; readonly warn: string[] }> {
    const main = path.join(ROOT, 'apps/cli/dist/bundle/main.js');
    const socket = path.join(this.engine.directory, 'docker.sock');
    const proc = ['--data-dir', this.file('no-data'), '--docker-socket', socket, '--json', ...args];
    const { code, stdout, stderr } = await this.engine.machine.run([process.execPath, main, 'doctor', ...proc], {
      cwd: this.folder,
    });
    return { code, ...verdictsOf(stdout, stderr) };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function verdictsOf(stdout: string, stderr = ''): { readonly fail: string[]; readonly warn: string[] } {
  if (!stdout.startsWith('{')) throw new Error(`doctor said: ${stdout}${stderr}`);
  const { results } = JSON.parse(stdout) as { results: readonly { check: string; verdict: string }[] };
  const names = (verdict: string) => results.filter((result) => result.verdict === verdict).map(({ check }) => check);
  return { fail: names('fail'), warn: names('warn') };
}

/** A line for whoever watches: what is skipped must not look like what passed. */
export function sayLoudly(what: string, reason: string): void {
  process.stderr.write(`\n*** ${what} is SKIPPED: ${reason}. CI must run it. ***\n\n`);
}
