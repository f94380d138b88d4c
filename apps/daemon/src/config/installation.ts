import { NETWORKS, type Network } from '@waiaas/core';
import type { Config } from './config.js';
import { databaseFile } from './database-file.js';
import { loadConfig } from './load-config.js';
import { processEnvironment } from './process-environment.js';
import { rpcGenesisKey, rpcListKey } from './rpc.settings.js';
import { readSurroundings } from './surroundings.js';

export interface InstallationOptions {
  readonly dataDir?: string | undefined;
  readonly configFile?: string | undefined;
}

export interface ConfiguredEndpoint {
  readonly network: string;
  readonly chain: 'ethereum' | 'solana';
  readonly url: string;
  /** What it must identify as: a chain id in decimal, or a genesis hash of which these are the first characters. */
  readonly identity: string;
}

/** What the settings say of an installation, for tools that look at it from outside. Settings changed at run time are not in here. */
export interface Installation {
  readonly dataDirectory: string;
  readonly port: number;
  readonly databaseFile: string;
  /** Files that hold a secret by themselves. */
  readonly secretFiles: readonly string[];
  readonly passwordFile: string | null;
  readonly endpoints: readonly ConfiguredEndpoint[];
  readonly rpcTimeoutMs: number;
  /** In a container with a network of its own. */
  readonly inContainer: boolean;
}

/** @throws ConfigError with one line per problem of the settings. */
export function describeInstallation({ dataDir, configFile }: InstallationOptions): Installation {
  const environment = processEnvironment();
  const config = loadConfig({ dataDirectory: dataDir, configFile, environment });
  return {
    dataDirectory: config.dataDirectory,
    port: config.get('daemon.port'),
    databaseFile: databaseFile(config),
    secretFiles: secretFilesOf(environment),
    passwordFile: environment['WAIAAS_MASTER_PASSWORD_FILE'] || null,
    endpoints: NETWORKS.flatMap((network) => endpointsOf(network, config)),
    rpcTimeoutMs: config.get('rpc.timeout_ms'),
    inContainer: readSurroundings().inContainer,
  };
}

function endpointsOf(network: Network, config: Config): readonly ConfiguredEndpoint[] {
  const { name, chain } = network;
  const identity = config.get(rpcGenesisKey(name)) ?? network.caip2.slice(network.caip2.indexOf(':') + 1);
  return config.get(rpcListKey(name)).map((url) => ({ network: name, chain, url, identity }));
}

function secretFilesOf(environment: NodeJS.ProcessEnv): readonly string[] {
  const named = Object.entries(environment).filter(([name]) => name.startsWith('WAIAAS_') && name.endsWith('_FILE'));
  return named.flatMap(([, file]) => (file === undefined || file === '' ? [] : [file]));
}
