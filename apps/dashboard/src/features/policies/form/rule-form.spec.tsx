import type { ReactNode } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadLanguage } from '../../../lib/i18n';
import { preferences, type Language } from '../../../lib/preferences';
import { drawn } from '../../../testing/drawn';
import { usePolicyText } from '../policy-text';
import type { Rules } from '../rules/draft';
import type { JsonSchema } from '../rules/json-schema';
import { RuleForm } from './rule-form';

vi.hoisted(() => {
  vi.stubGlobal('navigator', { language: 'en' });
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
});

interface TypeInfo {
  readonly type: string;
  readonly schema: JsonSchema;
  readonly example: Rules;
}

// The very kinds that the daemon serves: the pages may not depend on its code, so its sources are read.
const [registry] = Object.values(
  import.meta.glob<{ readonly policyTypes: () => readonly TypeInfo[] }>('../../../../../../libs/policy/src/rules/registry.ts', {
    eager: true,
  }),
);
const TYPES = registry?.policyTypes() ?? [];

interface FormProps {
  readonly about: TypeInfo;
  readonly rules?: Rules;
  readonly refused?: Readonly<Record<string, string>>;
  readonly names?: Readonly<Record<string, string>>;
}

function Form({ about, rules = about.example, refused = {}, names = {} }: FormProps): ReactNode {
  const t = usePolicyText();
  return (
    <RuleForm
      {...{ type: about.type, schema: about.schema, rules, t, network: undefined }}
      edit={() => undefined}
      issueAt={(name) => refused[name]}
      refused={Object.keys(refused)}
      nameOf={(address) => names[address]}
    />
  );
}

const typeNamed = (name: string): TypeInfo => {
  const found = TYPES.find(({ type }) => type === name);
  if (found === undefined) throw new Error(`no kind ${name}`);
  return found;
};

async function speak(language: Language): Promise<void> {
  preferences.set({ ...preferences.get(), language });
  await loadLanguage(language);
}

/** Every value in rules, by the name of its field. */
function leavesOf(value: unknown, name = 'rules'): readonly (readonly [name: string, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [[name, value]];
  return Object.entries(value).flatMap(([member, inner]) => leavesOf(inner, `${name}.${member}`));
}

const tagOf = (html: string, name: string): string =>
  html.match(new RegExp(`<[a-z]+[^>]* name="${name.replaceAll('.', '\\.')}"[^>]*>`))?.[0] ?? '';
// Days are ticked, and asset limits have the unit beside them: neither has a field by the name of each leaf.
const hasOwnField = (name: string): boolean => !name.startsWith('rules.allowed_days.');

beforeAll(() => speak('en'));

describe('the form of a kind of policy', () => {
  it('is there for each of the 21', () => {
    expect(TYPES).toHaveLength(21);
  });

  it.each(TYPES)('$type has a field with a label for every value of its rules', (about) => {
    const { html } = drawn(<Form about={about} />);
    for (const [name] of leavesOf(about.example).filter(([leaf]) => hasOwnField(leaf))) {
      const tag = tagOf(html, name);
      expect([name, tag]).toEqual([name, expect.stringContaining(' id="')]);
      const id = /(?<= id=")[^"]+/.exec(tag)?.[0] ?? '';
      expect(html.includes(`for="${id}"`) || tag.includes('aria-label')).toBe(true);
    }
    expect(html).not.toContain('[object');
  });

  it.each(TYPES)('$type calls nothing by the name it has in JSON, in either language', async (about) => {
    for (const language of ['en', 'ko'] as const) {
      await speak(language);
      const { texts } = drawn(<Form about={about} />);
      expect(texts.filter((text) => /^[a-z]+(?:_[a-z]+)+$|^[a-z]+[A-Z][A-Za-z]+$/.test(text))).toEqual([]);
    }
    await speak('en');
  });

  it.each(TYPES)('$type says beside the field what the daemon refused', (about) => {
    const [name = ''] = leavesOf(about.example).find(([leaf]) => hasOwnField(leaf)) ?? [];
    const { html, texts } = drawn(<Form about={about} refused={{ [name]: 'Not like that.' }} />);
    expect(texts).toContain('Not like that.');
    expect(tagOf(html, name)).toContain('aria-invalid="true"');
    expect(tagOf(html, name)).toContain('aria-describedby=');
  });
});

describe('the steps of a spending limit', () => {
  const about = typeNamed('SPENDING_LIMIT');

  it('are one above the other, each to type and to drag', () => {
    const { html, texts } = drawn(<Form about={about} />);
    const sliders = html.match(/<input type="range"[^>]*>/g) ?? [];
    expect(sliders.map((slider) => /aria-label="([^"]+)"/.exec(slider)?.[1])).toEqual([
      'At once, up to (USD): drag',
      'With a notice, up to (USD): drag',
      'After a wait, up to (USD): drag',
    ]);
    expect(sliders[0]).toContain('aria-valuetext="25 USD"');
    const notches = sliders.map((slider) => Number(/ value="(\d+)"/.exec(slider)?.[1]));
    expect(notches).toEqual(notches.toSorted((a, b) => a - b));
    expect(texts).toContain('Above: a person is asked');
  });

  it('that are not set say so, and stand at the bottom', () => {
    const { html } = drawn(<Form about={about} rules={{ instant_max_usd: 25 }} />);
    expect(html).toContain('aria-valuetext="Not set"');
  });
});

describe('the hours of a week', () => {
  const about = typeNamed('TIME_RESTRICTION');
  const rules = (start: number, end: number): Rules => ({ ...about.example, allowed_hours: { start, end }, allowed_days: [1] });
  const shaded = (html: string): number => html.match(/bg-accent"/g)?.length ?? 0;

  it('tick the days by their whole names, and shade the hours of those days alone', () => {
    const { html, texts } = drawn(<Form about={about} rules={rules(8, 20)} />);
    expect(html.match(/type="checkbox"/g)).toHaveLength(7);
    expect(html.match(/checked=""/g)).toHaveLength(1);
    expect(texts).toContain('Monday');
    expect(shaded(html)).toBe(12);
  });

  it('go over midnight, and say what that means', () => {
    const { html, texts } = drawn(<Form about={about} rules={rules(22, 6)} />);
    expect(shaded(html)).toBe(8);
    expect(texts.some((text) => text.startsWith('Past midnight'))).toBe(true);
    expect(drawn(<Form about={about} rules={rules(6, 22)} />).texts.some((text) => text.startsWith('Past midnight'))).toBe(false);
  });

  it('are said in Korean too', async () => {
    await speak('ko');
    expect(drawn(<Form about={about} rules={rules(8, 20)} />).texts).toContain('월요일');
    await speak('en');
  });
});

describe('an address in rules', () => {
  const about = typeNamed('WHITELIST');
  const right = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';

  it.each([
    ['that fits its checksum', right, 'The checksum fits.'],
    ['with one letter that is wrong', right.replace('dA', 'Da'), 'The checksum does not fit: a character is wrong.'],
    ['without capitals', right.toLowerCase(), 'One case only: no checksum guards against a typing error.'],
    ['of Solana', 'So11111111111111111111111111111111111111112', 'A Solana address.'],
    ['that is none', '0x12', 'Not an address yet.'],
  ])('%s is judged at once', (_, address, verdict) => {
    expect(drawn(<Form about={about} rules={{ allowed_addresses: [address] }} />).texts).toContain(verdict);
  });

  it('that is known here has its name, with hostile marks shown', () => {
    const names = { [right]: '<b>bank\u202E</b>' };
    const { html, texts } = drawn(<Form about={about} rules={{ allowed_addresses: [right] }} names={names} />);
    expect(texts.join('')).toContain('Known here as <b>bank⟨U+202E⟩</b>');
    expect(html).not.toContain('<b>');
  });

  it('is shown whole, in groups to compare', () => {
    const { texts } = drawn(<Form about={about} rules={{ allowed_addresses: [right] }} />);
    expect(texts.join('').replaceAll(/\s/g, '')).toContain(right);
  });
});
