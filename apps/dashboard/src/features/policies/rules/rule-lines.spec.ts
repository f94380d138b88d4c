import { describe, expect, it, vi } from 'vitest';
import { fill } from '../../../lib/i18n';
import { en } from '../../../messages/en/catalogue';
import { policies } from '../../../messages/en/policies';
import { rules as ruleMessages } from '../../../messages/en/rules';
import type { PolicyText } from '../policy-text';
import { changesBetween, linesOf } from './rule-lines';
import { summaryOf } from './summary';

// What the language of a page is taken from; outside of a browser there is none.
vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en' }));

const MESSAGES: Readonly<Record<string, string>> = { ...en, ...policies, ...ruleMessages };
const t = Object.assign((key: string, values = {}) => fill(MESSAGES[key] ?? key, values), {
  language: 'en' as const,
}) as PolicyText;
const P = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';

describe('rules in words', () => {
  it('name every entry of a list and every figure', () => {
    expect(linesOf({ allowed_addresses: [P], window_seconds: 5400, unheard_of: { deep: [1] } }, t)).toEqual([
      { key: `allowed_addresses/${P}`, name: 'Recipient', value: P },
      { key: 'window_seconds', name: 'Within', value: '1 hr 30 min' },
      { key: 'unheard_of/deep', name: 'deep', value: '1' },
    ]);
  });

  it('show hostile text for what it is', () => {
    const [line] = linesOf({ contracts: [{ address: P, name: '\u202Egnp' }] }, t);
    expect(line?.value).toBe(`${P} · ⟨U+202E⟩gnp`);
  });

  it('tell what came, what went and what is another', () => {
    const before = { rules: { tokens: [{ address: P, symbol: 'A' }], max: 1 }, priority: 0, enabled: true };
    const after = { rules: { tokens: [{ address: P, symbol: 'B' }], min: 2 }, priority: 0, enabled: false };
    expect(changesBetween(before, after, t).map(({ kind, name, before: was, after: is }) => [kind, name, was, is])).toEqual([
      ['changed', 'Token', `${P} · A`, `${P} · B`],
      ['added', 'min', undefined, '2'],
      ['changed', 'State', 'On', 'Off'],
      ['removed', 'max', '1', undefined],
    ]);
    expect(changesBetween(before, before, t)).toEqual([]);
  });

  it('are one sentence in a list', () => {
    const limits = {
      instant_max_usd: 10,
      notify_max_usd: '100',
      delay_max_usd: 2500,
      delay_seconds: 1200,
      daily_limit_usd: 3000,
    };
    expect(summaryOf('SPENDING_LIMIT', limits, t)).toBe(
      'At once up to $10, with a notice up to $100, after 20 min up to $2,500, a person above that. $3,000 in a day',
    );
    const hours = { allowed_hours: { start: 22, end: 6 }, allowed_days: [0, 1, 2, 3, 5], timezone: 'Asia/Seoul' };
    expect(summaryOf('TIME_RESTRICTION', hours, t)).toBe('Mon–Wed, Fri, Sun, 22:00 to 6:00, Asia/Seoul');
    expect(summaryOf('NEWER_THAN_THIS', { some: 1 }, t)).toBe('some: 1');
  });
});
