import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CliEnvironment } from '../cli-context.js';
import type { DaemonProgram, InstallationFacts } from '../daemon-program.port.js';
import { UsageError } from '../usage-error.js';
import { ownAddresses } from './addresses.js';
import type { DoctorTarget } from './target.js';

export interface DoctorFlags {
  readonly dataDir?: string;
  readonly config?: string;
  readonly url?: string;
  readonly proxy?: string;
  readonly compose?: readonly string[];
  readonly dockerSocket?: string;
  readonly json?: true;
}

const COMPOSE_NAMES = [
  ['compose.yaml', 'compose.override.yaml'],
  ['compose.yml', 'compose.override.yml'],
  ['docker-compose.yaml', 'docker-compose.override.yaml'],
  ['docker-compose.yml', 'docker-compose.override.yml'],
] as const;
const API_PORT = 3100;
const PROXY_PORT = 8443;
const DOCKER_SOCKET = '/var/run/docker.sock';

/** What to look at when the flags say `flags`. The settings may be undefined: then they are broken, and that was already found. */
export async function chooseTarget(
  flags: DoctorFlags,
  {
    environment,
    daemon,
    installation,
  }: {
    readonly environment: CliEnvironment;
    readonly daemon: DaemonProgram;
    readonly installation: InstallationFacts | undefined;
  },
): Promise<DoctorTarget> {
  const variables = environment.variables ?? {};
  return {
    url: urlOf(flags.url ?? `http://127.0.0.1:${await portOf(installation)}`),
    proxyUrl: urlOf(flags.proxy ?? `https://127.0.0.1:${variables['WAIAAS_PROXY_PORT'] ?? PROXY_PORT}`),
    installation,
    inContainer: installation?.inContainer ?? false,
    composeFiles: flags.compose ?? composeFiles(variables['COMPOSE_FILE']),
    dockerSocket: flags.dockerSocket ?? socketOf(variables['DOCKER_HOST']),
    password: await passwordOf(environment, installation),
    ownAddresses: ownAddresses(),
    procRoot: '/proc',
    variables,
    now: () => Date.now() / 1000,
    checkDatabase: daemon.checkDatabase,
  };
}

function urlOf(text: string): URL {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new UsageError('a URL is http:// or https:// and a host');
  return new URL(text);
}

/** Port 0 in the settings means another one at each start; the running daemon writes down which. */
async function portOf(installation: InstallationFacts | undefined): Promise<number> {
  if (installation === undefined) return API_PORT;
  try {
    const running = await readFile(path.join(installation.dataDirectory, 'daemon.json'), 'utf8');
    return (JSON.parse(running) as { port: number }).port;
  } catch {
    return installation.port;
  }
}

function composeFiles(named: string | undefined): readonly string[] {
  if (named !== undefined && named !== '') return named.split(path.delimiter);
  const found = COMPOSE_NAMES.find(([file]) => existsSync(file)) ?? [];
  return found.filter((file) => existsSync(file));
}

function socketOf(dockerHost: string | undefined): string {
  return dockerHost?.startsWith('unix://') === true ? dockerHost.slice('unix://'.length) : DOCKER_SOCKET;
}

/** The password in force, from where it is on this machine anyway. */
async function passwordOf(
  { password }: CliEnvironment,
  installation: InstallationFacts | undefined,
): Promise<DoctorTarget['password']> {
  if (password !== undefined && password !== '') return { value: password, source: 'environment' };
  const recovery = installation && (await secretIn(path.join(installation.dataDirectory, 'recovery.key')));
  if (recovery !== undefined) return { value: recovery, source: 'recovery.key' };
  const file = installation?.passwordFile ?? null;
  const value = file === null ? undefined : await secretIn(file);
  return value === undefined ? undefined : { value, source: 'file' };
}

async function secretIn(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
