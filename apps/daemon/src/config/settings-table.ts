import { PUBLIC_ENDPOINTS } from './public-endpoints.js';
import { environmentName, SETTING_KEYS, settingCategory, settingDefinition, type SettingKey } from './settings-registry.js';

const PER_NETWORK = /^(rpc|chain|explorer)\..*(mainnet|devnet|testnet|sepolia|amoy)/;

function presetOf(value: unknown): string {
  if (value === null) return 'not set';
  return typeof value === 'object' ? 'empty' : `${value as string | number | boolean}`;
}

function row(key: SettingKey): string {
  const { default: preset, expects, description, secret, runtime } = settingDefinition(key);
  const name = `\`${environmentName(key)}\`${secret ? ', `…_FILE`' : ''}`;
  return `| \`${key}\` | ${name} | ${presetOf(preset)} | ${expects} | ${runtime ? 'yes' : 'no'} | ${description} |`;
}

/** The settings as a page of documentation. The page in `docs/` is this text; a test holds the two together. */
export function settingsPage(): string {
  const sections = [...new Set(SETTING_KEYS.map(settingCategory))];
  const head = ['| Key | Environment | Default | Must be | At run time | Meaning |', '|---|---|---|---|---|---|'];
  const tables = sections.flatMap((section) => {
    const keys = SETTING_KEYS.filter((key) => settingCategory(key) === section);
    const rows = [...keys.filter((key) => !PER_NETWORK.test(key)), ...keys.filter((key) => PER_NETWORK.test(key))].map(row);
    return [`## ${section}`, '', ...head, ...rows, ''];
  });
  return [...INTRODUCTION, '', ...tables, ...publicEndpoints()].join('\n');
}

function publicEndpoints(): string[] {
  const rows = Object.entries(PUBLIC_ENDPOINTS).map(([network, url]) => `| ${network} | ${url} |`);
  return [
    '## Public endpoints',
    '',
    'Asked only with `rpc.public_defaults`.',
    '',
    '| Network | Endpoint |',
    '|---|---|',
    ...rows,
    '',
  ];
}

const INTRODUCTION = [
  '# Settings',
  '',
  'One name per setting, the same in `config.toml` (in the data directory), in the environment, on the command line and in the API. Later',
  'outranks earlier: default, stored by `PUT /v1/admin/settings`, file, environment, flag. A value set outside the API is pinned: the API',
  'cannot change it. Every secret also takes `<NAME>_FILE`, the path of a file that holds it. An unknown setting stops the start, and so',
  'does a value that does not fit; every problem is named in one line, without the value.',
  '',
  '`GET /v1/admin/settings/schema` gives all of this to a program, with the value in force, where it comes from, its range, its unit and its',
  'version. A change that names the version it was read at (`expectedVersion`) is refused with 409 `VERSION_CONFLICT` where somebody else',
  'changed that setting meanwhile; one that names none wins.',
  '',
  'Beside these: `WAIAAS_DATA_DIR` (default `~/.waiaas`), and the master password in `WAIAAS_MASTER_PASSWORD_FILE` or',
  '`WAIAAS_MASTER_PASSWORD`. Without one the daemon makes a password of its own at the first start and keeps it in `recovery.key`.',
];
