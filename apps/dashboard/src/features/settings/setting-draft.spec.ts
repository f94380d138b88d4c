import { describe, expect, it } from 'vitest';
import { controlOf, fromDraft, inWords, toDraft, withDraft } from './setting-draft';
import { settingOf } from './setting.fixture';

describe('the control of a setting', () => {
  it('is that of its type, but for secrets, whose type tells nothing', () => {
    expect(controlOf({ isCredential: false, type: 'list' })).toBe('list');
    expect(controlOf({ isCredential: true, type: 'list' })).toBe('secret');
  });
});

describe('a draft', () => {
  it.each([
    ['integer', 250, '250'],
    ['boolean', true, 'true'],
    ['list', ['https://a.example', 'https://b.example'], 'https://a.example\nhttps://b.example'],
    ['object', { a: 1 }, '{\n  "a": 1\n}'],
    ['text', 'words', 'words'],
  ] as const)('of a %s reads back as what it was', (kind, value, draft) => {
    expect(toDraft(kind, value)).toBe(draft);
    expect(fromDraft(kind, draft)).toEqual(value);
  });

  it('never holds a secret', () => {
    expect(toDraft('secret', true)).toBe('');
  });

  it.each([
    ['integer', '12.5'],
    ['integer', '-1'],
    ['integer', ''],
    ['object', '{'],
  ] as const)('of a %s that says %j is not sent', (kind, draft) => {
    expect(fromDraft(kind, draft)).toBeUndefined();
  });

  it('takes blank lines for nothing', () => {
    expect(fromDraft('list', ' https://a.example \n\n')).toEqual(['https://a.example']);
  });
});

describe('a value in words', () => {
  it.each([
    [null, 'not set'],
    [[], 'not set'],
    [['a', 'b'], 'a, b'],
    [0, '0'],
    [false, 'false'],
  ] as const)('of %j is %s', (value, words) => {
    expect(inWords(value, 'not set')).toBe(words);
  });
});

describe('the drafts', () => {
  const setting = settingOf('rpc.timeout_ms', { type: 'integer', value: 8000, version: 2 });

  it('keep the version that was there when the change began', () => {
    const begun = withDraft(new Map(), setting, '9000');
    expect([...withDraft(begun, { ...setting, version: 3 }, '9500')]).toEqual([['rpc.timeout_ms', { text: '9500', version: 2 }]]);
  });

  it('lose one that says what holds anyway', () => {
    expect(withDraft(withDraft(new Map(), setting, '9000'), setting, '8000').size).toBe(0);
  });
});
