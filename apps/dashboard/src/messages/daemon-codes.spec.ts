import { describe, expect, it } from 'vitest';
import { AUDIT_EVENT_TYPES } from '@waiaas/api-types';
import { en as shared } from './en/catalogue';
import { events } from './en/events';
import { integrity } from './en/integrity';
import { reasons } from './en/reasons';
import { rules } from './en/rules';
import { settingNames } from './ko/setting-names';

// The pages may not depend on the code of the daemon. What it can say is read from its sources, and both languages say the same keys.

const sources = {
  ...import.meta.glob<Record<string, Record<string, string>>>('../../../../libs/policy/src/words/{reasons,wishes}.ts', {
    eager: true,
  }),
  ...import.meta.glob<Record<string, Record<string, string>>>('../../../../libs/core/src/errors/error-code.ts', { eager: true }),
};
const texts = import.meta.glob<string>(
  [
    '../../../../libs/policy/src/{rules,constraints}/**/*.ts',
    '../../../../libs/policy/src/decision.ts',
    '../../../daemon/src/config/*.settings.ts',
    '../../../daemon/src/infra/prisma/{covered-tables,unsound-ledgers}.ts',
    '../../../../libs/pipeline/src/**/*.ts',
    '../../../daemon/src/modules/{exposure,transactions,wallets,kill-switch,backup,notifications}/**/*.ts',
    '!**/*.spec.ts',
  ],
  { eager: true, query: '?raw', import: 'default' },
);

function exported(name: string): Readonly<Record<string, string>> {
  const found = Object.values(sources).find((module) => Object.hasOwn(module, name))?.[name];
  if (found === undefined) throw new Error(`no source exports ${name}`);
  return found;
}

/** Every match of the first group, in sources whose path has a part. */
function said(part: string, pattern: RegExp): readonly string[] {
  const found = Object.entries(texts).flatMap(([path, text]) =>
    path.includes(part) ? [...text.matchAll(pattern)].flatMap(([, first, second]) => first ?? second ?? []) : [],
  );
  if (found.length === 0) throw new Error(`nothing like ${String(pattern)} in ${part}`);
  return [...new Set(found)];
}

const places = (message: string): readonly string[] => [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
const words: Readonly<Record<string, string>> = { ...shared, ...reasons, ...rules };
const has = (...keys: readonly string[]): boolean => keys.some((key) => Object.hasOwn(words, key));

describe('what the daemon says', () => {
  it('names every event of the audit log, and no other', () => {
    expect(Object.keys(events).sort()).toEqual(AUDIT_EVENT_TYPES.map((code) => `event.${code}`).sort());
  });

  it.each([...said('covered-tables', /^ {4}table: '(\w+)'/gm), ...said('unsound-ledgers', /^export const LEDGER = '(\w+)'/gm)])(
    'an altered row of %s has words',
    (table) => {
      expect(Object.hasOwn(integrity, `row.${table}`)).toBe(true);
    },
  );

  it.each(said('covered-tables', /^ {4}table: '(\w+)'(?=(?:(?!\n {2}\},)[^])*\n {4}set:)/gm))(
    'a set of %s has words',
    (table) => {
      expect(Object.hasOwn(integrity, `set.${table}`)).toBe(true);
    },
  );

  it.each(Object.keys(exported('ERROR_CODES')))('the error %s has words', (code) => {
    expect(has(`error.${code}`)).toBe(true);
  });

  it.each(Object.entries(exported('REASONS')))('the reason %s has words with the same places', (code, text) => {
    expect(places(words[`reason.${code}`] ?? '')).toEqual(places(text));
    expect(has(`reason.${code}`)).toBe(true);
  });

  it.each(Object.entries(exported('WISHES')))('the suggestion %s has words with the same places', (code, text) => {
    expect(places(words[`wish.${code}`] ?? '')).toEqual(places(text));
    expect(has(`wish.${code}`)).toBe(true);
  });

  it('has no words for a sentence that nobody says any more', () => {
    const known = [
      ...Object.keys(exported('REASONS')).map((code) => `reason.${code}`),
      ...Object.keys(exported('WISHES')).map((code) => `wish.${code}`),
    ];
    expect(Object.keys(reasons).filter((key) => /^(reason|wish)\./.test(key) && !known.includes(key))).toEqual([]);
  });

  it.each(said('', /errorCode: '([A-Z_]+)'|never: '([A-Z_]+)'/g))('the end %s of a transaction has words', (code) => {
    expect(has(`error.${code}`)).toBe(true);
  });

  it.each(said('', /'(CANCELLED_BY_[A-Z_]+)'/g))('the cancellation %s has words', (code) => {
    expect(has(`error.${code}`)).toBe(true);
  });

  it.each(said('/libs/policy/src/', /(?:field|[a-zA-Z]+Field): '([A-Za-z_]+)'/g))(
    'the field %s of a rule has a name',
    (field) => {
      expect(has(`rule.${field}`, `field.${field}`)).toBe(true);
    },
  );

  it.each(said('/libs/policy/src/decision.ts', /code: ('[A-Z_' |]+');/g).flatMap((union) => union.match(/[A-Z_]+/g) ?? []))(
    'the warning %s of a verdict has words',
    (code) => {
      expect(has(`warning.${code}`, `warning.${code}.daily`)).toBe(true);
    },
  );

  it.each(said('/libs/policy/src/', /deny\(\s*'([A-Z0-9_]+)'/g))('the denial %s has words', (code) => {
    const [, type = ''] = /^(.+)_(?:VIOLATION|REQUIRED)$/.exec(code) ?? [];
    expect(has(`denied.${code}`, `type.${type}`)).toBe(true);
  });

  it.each(said('/notification-health.service.ts', /banner: '([^']+)'/g))('the banner “%s” is known by its sentence', (banner) => {
    expect(Object.values(words)).toContain(banner);
  });

  it.each(said('/modules/exposure/known-findings.ts', /code: '([A-Z_]+)'/g))('the finding %s has words and a remedy', (code) => {
    expect(has(`finding.${code}`)).toBe(true);
    expect(has(`finding.${code}.fix`)).toBe(true);
  });

  it.each(said('.settings.ts', /^ {2}'([a-z]+\.[a-z0-9_]+)':/gm))('the setting %s has a Korean name and a description', (key) => {
    expect(settingNames[key]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/[가-힣].*\.$/)]);
  });
});
