import { homedir } from 'node:os';
import path from 'node:path';
import { NETWORKS } from '@waiaas/core';
import { ConfigError } from './config-error.js';
import { Config, type SettingSource } from './config.js';
import { readEnvironment } from './environment-inputs.js';
import { readConfigFile } from './file-inputs.js';
import { PUBLIC_ENDPOINTS } from './public-endpoints.js';
import { rpcListKey } from './rpc.settings.js';
import type { ReadInputs } from './setting-inputs.js';
import { isSettingKey, settingDefinition, type SettingKey, type SettingValue } from './settings-registry.js';

export interface ConfigSources {
  readonly dataDirectory?: string | undefined;
  /** Command-line values by setting key. */
  readonly flags?: Readonly<Record<string, string>> | undefined;
  /** `config.toml` in the data directory when not given. */
  readonly configFile?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
}

type OutsideSource = Exclude<SettingSource, 'stored'>;
interface Sourced {
  readonly value: unknown;
  readonly source: OutsideSource;
}

type Values = ReadonlyMap<SettingKey, Sourced>;
type MutableValues = Map<SettingKey, Sourced>;

class LoadedConfig extends Config {
  readonly #values: Values;

  constructor(
    override readonly dataDirectory: string,
    values: Values,
  ) {
    super();
    this.#values = values;
  }

  override get<K extends SettingKey>(key: K): SettingValue<K> {
    return (this.#values.get(key)?.value ?? settingDefinition(key).default) as SettingValue<K>;
  }

  override source(key: SettingKey): OutsideSource {
    return this.#values.get(key)?.source ?? 'default';
  }
}

function readFlags(flags: Readonly<Record<string, string>>): ReadInputs {
  const inputs = new Map<SettingKey, { input: unknown; origin: string }>();
  const problems: string[] = [];
  for (const [key, input] of Object.entries(flags)) {
    if (isSettingKey(key)) inputs.set(key, { input, origin: `--${key}` });
    else problems.push(`--${key}: there is no such setting`);
  }
  return { inputs, problems };
}

/** A public endpoint is a default like any other: whatever is set, stored values included, stands in its place. */
function addPublicEndpoints(values: MutableValues): void {
  if (values.get('rpc.public_defaults')?.value !== true) return;
  for (const { name } of NETWORKS) {
    const key = rpcListKey(name);
    if (!values.has(key)) values.set(key, { value: [PUBLIC_ENDPOINTS[name]], source: 'default' });
  }
}

/** The directory that holds everything durable: flag, `WAIAAS_DATA_DIR`, or `.waiaas` in the home directory. */
export function dataDirectoryOf(sources: ConfigSources): string {
  const named = sources.dataDirectory ?? sources.environment['WAIAAS_DATA_DIR'];
  return path.resolve(named === undefined || named === '' ? path.join(homedir(), '.waiaas') : named);
}

/**
 * Default < file < environment < flags. Every source is checked whole, so that one start shows every problem.
 *
 * @throws ConfigError with one line per problem.
 */
export function loadConfig(sources: ConfigSources): Config {
  const dataDirectory = dataDirectoryOf(sources);
  const layers: readonly (readonly [OutsideSource, ReadInputs])[] = [
    ['file', readConfigFile(sources.configFile ?? path.join(dataDirectory, 'config.toml'))],
    ['environment', readEnvironment(sources.environment)],
    ['flag', readFlags(sources.flags ?? {})],
  ];
  const problems = layers.flatMap(([, layer]) => layer.problems);
  const values: MutableValues = new Map();
  for (const [source, { inputs }] of layers) {
    for (const [key, { input, origin }] of inputs) {
      const { parse, expects } = settingDefinition(key);
      const value = parse(input);
      if (value === undefined) problems.push(`${origin}: must be ${expects}`);
      else values.set(key, { value, source });
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  addPublicEndpoints(values);
  return new LoadedConfig(dataDirectory, values);
}
