import { describe, expect, it, vi } from 'vitest';
import { reasons as enReasons } from '../messages/en/reasons';
import { rules as enRules } from '../messages/en/rules';
import { reasons as koReasons } from '../messages/ko/reasons';
import { rules as koRules } from '../messages/ko/rules';
import { denialText, reasonText, suggestionText, warningText, type EngineText } from './engine-words';
import { fill, type MessageKey } from './i18n';
import type { Language } from './preferences';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en' }));

const CATALOGUES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { ...enReasons, ...enRules },
  ko: { ...koReasons, ...koRules },
};

function textIn(language: Language): EngineText {
  const has = (key: string): key is MessageKey => Object.hasOwn(CATALOGUES.en, key);
  const text = (key: string, values?: Readonly<Record<string, string | number>>): string =>
    fill(CATALOGUES[language][key] ?? key, values);
  return Object.assign(text, { language, has }) as unknown as EngineText;
}

const [en, ko] = [textIn('en'), textIn('ko')];
const ADDRESS = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
const unlisted = {
  reason: `Recipient ${ADDRESS} is not in WHITELIST.`,
  reasonWords: { code: 'RECIPIENT_NOT_LISTED', values: { address: ADDRESS } },
};

describe('the words of the policy engine', () => {
  it('say why in the language of the reader, with the value that offended', () => {
    expect(reasonText(unlisted, en)).toBe(`This recipient is not allowed: ${ADDRESS}`);
    expect(reasonText(unlisted, ko)).toBe(`허용되지 않은 수신처입니다: ${ADDRESS}`);
  });

  it('name policies, days, lengths of time and what is missing as people do', () => {
    const listing = {
      suggestion: 'x',
      suggestionWords: [{ code: 'ASK_LISTING', values: { value: ADDRESS, policy: 'WHITELIST' } }],
    };
    expect(suggestionText(listing, ko)).toBe(`‘${koRules['type.WHITELIST']}’ 정책에 추가하세요: ${ADDRESS}`);
    const late = { reason: 'x', reasonWords: { code: 'OUTSIDE_HOURS', values: { day: '2', hour: '18', zone: 'Asia/Seoul' } } };
    expect(reasonText(late, ko)).toContain('화요일 18시');
    const later = { suggestion: 'x', suggestionWords: [{ code: 'PASSES_LATER', values: { seconds: '90' } }] };
    expect(suggestionText(later, ko)).toBe('1분 30초 뒤에 다시 통과합니다.');
    const nothing = { reason: 'x', reasonWords: { code: 'TOKEN_NOT_LISTED', values: { token: '(native)' } } };
    expect(reasonText(nothing, ko)).toContain('(네트워크 코인)');
  });

  it('join several suggestions, and are the English ones where one of them is too new', () => {
    const [fewer, newer] = [
      { code: 'ASK_FEWER', values: {} },
      { code: 'NOT_BUILT_YET', values: {} },
    ];
    expect(suggestionText({ suggestion: 'own', suggestionWords: [fewer, fewer] }, ko)).toBe(
      `${koReasons['wish.ASK_FEWER']} ${koReasons['wish.ASK_FEWER']}`,
    );
    expect(suggestionText({ suggestion: 'own', suggestionWords: [fewer, newer] }, ko)).toBe('own');
    expect(suggestionText({ suggestion: null, suggestionWords: [] }, ko)).toBeUndefined();
  });

  it('are the English ones for what was decided before they were kept', () => {
    expect(reasonText({ reason: unlisted.reason, reasonWords: null }, ko)).toBe(unlisted.reason);
    expect(reasonText({ reason: unlisted.reason }, ko)).toBe(unlisted.reason);
    expect(reasonText({ reason: null, reasonWords: null }, ko)).toBeUndefined();
  });

  it('show hostile values as what they are', () => {
    const hostile = { reason: 'x', reasonWords: { code: 'VENUE_NOT_LISTED', values: { venue: '{venue}\u202E<b>' } } };
    expect(reasonText(hostile, en)).toBe('This venue is not allowed: {venue}⟨U+202E⟩<b>');
  });

  it('read codes of denials and warnings', () => {
    expect(denialText('WHITELIST_VIOLATION', ko)).toBe(`‘${koRules['type.WHITELIST']}’ 정책이 거부`);
    expect(denialText('VENUE_WHITELIST_REQUIRED', ko)).toBe(`‘${koRules['type.VENUE_WHITELIST']}’ 정책이 없어 거부`);
    expect(denialText('TOO_NEW', ko)).toBe('TOO_NEW');
    expect(warningText({ code: 'CUMULATIVE_LIMIT_WARNING', period: 'daily' }, ko)).toContain('일일 한도');
    expect(warningText({ code: 'TOO_NEW' }, ko)).toBe('TOO_NEW');
  });
});
