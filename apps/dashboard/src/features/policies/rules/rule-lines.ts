import { duration } from '../../../lib/format-time';
import { safeText } from '../../../lib/safe-text';
import { choiceName, entryName, memberName, type PolicyText } from '../policy-text';
import { amountText, assetName, dayNames, isDayList } from './words';
import { isRecord } from './json-schema';

/** One thing that the rules say. Lines of two versions with one key are about the same thing. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

// What tells an entry of a list from the others, in this order. The rest of it may change.
const IDENTITIES = ['address', 'contractAddress', 'network', 'market', 'id'];
// What needs no name beside it.
const BARE = [...IDENTITIES, 'symbol', 'name'];
const DURATIONS = /_(seconds|timeout)$/;

function scalarText(name: string, value: unknown, t: PolicyText): string {
  if (typeof value === 'boolean') return t(value ? 'policies.yes' : 'policies.no');
  if (typeof value === 'number' && DURATIONS.test(name)) return duration(value, t.language);
  const text = String(value);
  if (/^\d+(\.\d+)?$/.test(text)) return `${name.endsWith('_usd') || name.endsWith('Usd') ? '$' : ''}${amountText(text)}`;
  return safeText(choiceName(text, t), 120);
}

function entryText(entry: Readonly<Record<string, unknown>>, t: PolicyText): string {
  const said = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return `${memberName(name, t)}: ${value.map((one) => scalarText(name, one, t)).join(', ')}`;
    return BARE.includes(name) ? scalarText(name, value, t) : `${memberName(name, t)}: ${scalarText(name, value, t)}`;
  };
  return Object.entries(entry)
    .map(([name, value]) => said(name, value))
    .join(' · ');
}

function identityOf(entry: unknown): string {
  if (!isRecord(entry)) return String(entry);
  const name = IDENTITIES.find((candidate) => entry[candidate] !== undefined);
  // One address may stand in a list twice, on two networks or for two tokens.
  const rest = ['assetId', 'chain', 'token'].flatMap((member) => (typeof entry[member] === 'string' ? [entry[member]] : []));
  return name === undefined ? JSON.stringify(entry) : [String(entry[name]), ...rest].join('/');
}

function listLines(name: string, list: readonly unknown[], t: PolicyText): readonly Line[] {
  if (isDayList(name, list)) return [{ key: name, name: memberName(name, t), value: dayNames(list, t.language) }];
  return list.map((entry) => ({
    key: `${name}/${identityOf(entry)}`,
    name: entryName(name, t),
    value: isRecord(entry) ? entryText(entry, t) : scalarText(name, entry, t),
  }));
}

function hoursText({ start, end }: Readonly<Record<string, unknown>>): string {
  return `${String(start)}:00–${String(end)}:00`;
}

function recordLines(name: string, record: Readonly<Record<string, unknown>>, t: PolicyText): readonly Line[] {
  if (name === 'allowed_hours') return [{ key: name, name: memberName(name, t), value: hoursText(record) }];
  return Object.entries(record).map(([key, inner]) => ({
    key: `${name}/${key}`,
    name: name === 'token_limits' ? assetName(key, t) : memberName(key, t),
    value: isRecord(inner) ? entryText(inner, t) : scalarText(key, inner, t),
  }));
}

/** What rules say, line by line, of every kind and also of kinds this page has never heard of. */
export function linesOf(rules: Readonly<Record<string, unknown>>, t: PolicyText): readonly Line[] {
  return Object.entries(rules).flatMap(([name, value]): readonly Line[] => {
    if (value === '' || value === undefined) return [];
    if (Array.isArray(value))
      return listLines(
        name,
        value.filter((entry) => entry !== '' && !(isRecord(entry) && Object.keys(entry).length === 0)),
        t,
      );
    if (isRecord(value)) return recordLines(name, value, t);
    return [{ key: name, name: memberName(name, t), value: scalarText(name, value, t) }];
  });
}

export interface Stated {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly priority: number;
  readonly enabled: boolean;
}

function stateLines({ rules, priority, enabled }: Stated, t: PolicyText): readonly Line[] {
  return [
    ...linesOf(rules, t),
    { key: ' enabled', name: t('policies.state'), value: t(enabled ? 'policies.on' : 'policies.off') },
    { key: ' priority', name: t('policies.priority'), value: String(priority) },
  ];
}

export interface Change {
  readonly key: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** What is different, in the order of the new version; what went comes last. */
export function changesBetween(before: Stated | undefined, after: Stated, t: PolicyText): readonly Change[] {
  const old = new Map(before === undefined ? [] : stateLines(before, t).map((line) => [line.key, line]));
  const changes = stateLines(after, t).flatMap(({ key, name, value }): readonly Change[] => {
    const was = old.get(key);
    old.delete(key);
    if (was === undefined) return [{ key, kind: 'added', name, after: value }];
    return was.value === value ? [] : [{ key, kind: 'changed', name, before: was.value, after: value }];
  });
  return [
    ...changes,
    ...[...old.values()].map(({ key, name, value }) => ({ key, kind: 'removed' as const, name, before: value })),
  ];
}
