import { NETWORKS } from '@waiaas/core';
import { rpcGenesisKey, rpcListKey } from './rpc.settings.js';
import { settingCategory, type SettingKey } from './settings-registry.js';

/** The end of a key names the unit of its figure; what is told in words needs no second mention in the label. */
const UNITS: Readonly<Record<string, string>> = {
  seconds: 'seconds',
  ms: 'milliseconds',
  hours: 'hours',
  rpm: 'requests per minute',
  percent: 'percent',
  usd: 'USD',
};

const UNITS_BY_KEY: ReadonlyMap<string, string> = new Map<SettingKey, string>([['daemon.admin_timeout', 'seconds']]);

/** Words that are not written as they are spelt in a key. */
const SPELLINGS: Readonly<Record<string, string>> = {
  api: 'API',
  chainlink: 'Chainlink',
  coingecko: 'CoinGecko',
  cors: 'CORS',
  discord: 'Discord',
  erc8128: 'ERC-8128',
  id: 'ID',
  ip: 'IP',
  ntfy: 'ntfy',
  pyth: 'Pyth',
  rpc: 'RPC',
  slack: 'Slack',
  smtp: 'SMTP',
  telegram: 'Telegram',
  tx: 'transaction',
  url: 'URL',
  x402: 'x402',
};

const PER_NETWORK: Readonly<Record<string, string>> = {
  confirmations: 'Confirmations on',
  finality: 'Finality on',
  max_fee_native: 'Highest fee without a price on',
  max_priority_fee: 'Highest price of a compute unit on',
};

const LABELS: ReadonlyMap<string, string> = new Map<string, string>(
  NETWORKS.flatMap(({ name }): [string, string][] => [
    [rpcListKey(name), `Endpoints of ${name}`],
    [rpcGenesisKey(name), `Genesis hash of ${name}`],
    ...Object.entries(PER_NETWORK).map(([key, label]): [string, string] => [`chain.${name}.${key}`, `${label} ${name}`]),
  ]),
);

/** The unit a figure is in, or undefined where it counts things or is none. */
export function settingUnit(key: SettingKey): string | undefined {
  const suffix = key.slice(key.lastIndexOf('_') + 1);
  if (key.endsWith('.max_fee_native')) return 'base units';
  return UNITS_BY_KEY.get(key) ?? (Object.hasOwn(UNITS, suffix) ? UNITS[suffix] : undefined);
}

/** `policy.default_delay_seconds` reads `Default delay`: no unit, since that stands beside the figure. */
export function settingLabel(key: SettingKey): string {
  const fixed = LABELS.get(key);
  if (fixed !== undefined) return fixed;
  const words = key.slice(settingCategory(key).length + 1).split(/[._]/);
  const said = words.length > 1 && Object.hasOwn(UNITS, words.at(-1) ?? '') ? words.slice(0, -1) : words;
  const text = said.map((word) => (Object.hasOwn(SPELLINGS, word) ? SPELLINGS[word] : word)).join(' ');
  return text.startsWith('ntfy') || text.startsWith('x402') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
