import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberOf, parseExactJson } from './exact-json.js';

describe('JSON with exact numbers', () => {
  it('gives numbers as they were written', () => {
    expect(parseExactJson('{"a":0.1,"b":[1e-7,-2.50],"c":12345678901234567890.123}')).toEqual({
      a: '0.1',
      b: ['1e-7', '-2.50'],
      c: '12345678901234567890.123',
    });
  });

  it('leaves text alone, however much it looks like numbers or quotes', () => {
    expect(parseExactJson('{"1":"2","say \\"3\\" twice":"\\\\","e":"\\u0034"}')).toEqual({
      '1': '2',
      'say "3" twice': '\\',
      e: '4',
    });
  });

  it.each(['{"a":01}', '{"a":1.}', '{"a":NaN}', '{a:1}', '{1:2}', '1 2', '', '<html>', '{"a":-}', '{"a":"1'])(
    'refuses %j',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );

  it('agrees with JSON.parse on everything but numbers', () => {
    const asText = (value: unknown): unknown => {
      if (typeof value === 'number') return JSON.stringify(value);
      if (Array.isArray(value)) return value.map(asText);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asText(member)]));
    };
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseExactJson(text)).toEqual(asText(JSON.parse(text)));
      }),
    );
  });

  it('finds own members alone', () => {
    expect(memberOf({ usd: '1' }, 'usd')).toBe('1');
    expect(memberOf({}, 'constructor')).toBeUndefined();
    expect(memberOf('text', 'length')).toBeUndefined();
    expect(memberOf(null, 'usd')).toBeUndefined();
  });
});
