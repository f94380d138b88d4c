import { readSecretFile } from './secret-file.js';
import type { ReadInputs, SettingInputs } from './setting-inputs.js';
import { environmentName, SETTING_KEYS, settingCategory, settingDefinition, type SettingKey } from './settings-registry.js';

const FILE_SUFFIX = '_FILE';

/** Read elsewhere: the data directory, and the password, which only the signer may see. */
const READ_ELSEWHERE = new Set(['WAIAAS_DATA_DIR', 'WAIAAS_MASTER_PASSWORD', 'WAIAAS_MASTER_PASSWORD_FILE']);

// Other programs of an existing set-up own these; they share the prefix with us.
const PASSED_OVER = /^WAIAAS_(?:BASE_URL|SESSION_TOKEN(?:_FILE)?|AUTO_PROVISION|(?:WALLET|CLI|PROXY|TEST)_.*)$/;

const KEY_BY_NAME = new Map(SETTING_KEYS.map((key) => [environmentName(key), key]));
const SECTIONS = new Set(SETTING_KEYS.map((key) => settingCategory(key).toUpperCase()));

function unknownName(name: string): string {
  const section = name.split('_')[1] ?? '';
  return SECTIONS.has(section)
    ? `${name}: there is no such setting in section ${section.toLowerCase()}`
    : `${name}: no setting has this name`;
}

interface Found {
  readonly key: SettingKey;
  readonly input: unknown;
}

function readFileForm(name: string, path: string, environment: NodeJS.ProcessEnv): Found | string | undefined {
  const direct = name.slice(0, -FILE_SUFFIX.length);
  const key = KEY_BY_NAME.get(direct);
  if (key === undefined || !settingDefinition(key).secret) return undefined;
  if (environment[direct] !== undefined) return `${direct} and ${name} are both set; keep one`;
  const content = readSecretFile(path);
  return content === undefined ? `${name}: the file cannot be read` : { key, input: content };
}

function readOne(name: string, value: string, environment: NodeJS.ProcessEnv): Found | string | undefined {
  const key = KEY_BY_NAME.get(name);
  if (key !== undefined) return { key, input: value };
  const fromFile = name.endsWith(FILE_SUFFIX) ? readFileForm(name, value, environment) : undefined;
  if (fromFile !== undefined) return fromFile;
  return READ_ELSEWHERE.has(name) || PASSED_OVER.test(name) ? undefined : unknownName(name);
}

/** The settings an environment names. Anything else with our prefix is a problem: a misspelt limit must not be a missing one. */
export function readEnvironment(environment: NodeJS.ProcessEnv): ReadInputs {
  const inputs = new Map<SettingKey, { input: unknown; origin: string }>();
  const problems: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    // Compose files pass variables on as empty text; that is not set.
    if (!name.startsWith('WAIAAS_') || value === undefined || value === '') continue;
    const found = readOne(name, value, environment);
    if (typeof found === 'string') problems.push(found);
    else if (found !== undefined) inputs.set(found.key, { input: found.input, origin: name });
  }
  return { inputs: inputs satisfies SettingInputs, problems };
}
