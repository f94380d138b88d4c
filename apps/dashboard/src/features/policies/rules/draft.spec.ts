import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankOf, changed, decimalOf, filledIn, startOf } from './draft';

const LIST = { type: 'array', items: { type: 'string', minLength: 32, maxLength: 44 } };

describe('a draft of rules', () => {
  it('changes one value and leaves the others and their order as they were', () => {
    const rules = { a: 1, list: [{ x: 'one' }, { x: 'two' }], b: 2 };
    expect(JSON.stringify(changed(rules, ['list', 1, 'x'], 'three'))).toBe('{"a":1,"list":[{"x":"one"},{"x":"three"}],"b":2}');
    expect(changed(rules, ['list', 0], undefined)).toEqual({ a: 1, list: [{ x: 'two' }], b: 2 });
    expect(changed(rules, ['a'], undefined)).toEqual({ list: rules.list, b: 2 });
    expect(changed({}, ['token_limits', 'native', 'instant_max'], '1')).toEqual({
      token_limits: { native: { instant_max: '1' } },
    });
    expect(rules).toEqual({ a: 1, list: [{ x: 'one' }, { x: 'two' }], b: 2 });
  });

  it('leaves out what is empty, and no entry of a list, so that issues find theirs', () => {
    expect(filledIn({ a: '', list: ['', 'x'], entries: [{ address: '', name: '' }], none: {}, no: false, zero: 0 })).toEqual({
      list: ['', 'x'],
      entries: [{}],
      no: false,
      zero: 0,
    });
  });

  it('keeps every digit of a decimal', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 10 ** 9 }), (whole, fraction) => {
        const text = `${String(whole)}.${String(fraction)}`;
        const read = decimalOf(text);
        expect(typeof read === 'number' ? String(read) : read).toBe(text);
      }),
      { numRuns: 200 },
    );
    expect([decimalOf('25'), decimalOf(' 0.7 '), decimalOf('1e3'), decimalOf(''), decimalOf('0.10')]).toEqual([
      25,
      0.7,
      '1e3',
      '',
      '0.10',
    ]);
  });

  it('begins with the figures of the example and with nobody from it', () => {
    const schema = { type: 'object', properties: { list: LIST, max: { type: 'integer' } }, required: ['list', 'max'] };
    const type = { type: 'X', label: '', description: '', effect: 'deny' as const, defaultDeny: false, appliesTo: [], schema };
    expect(startOf({ ...type, example: { list: ['0x1'], max: 3 } })).toEqual({ list: [''], max: 3 });
    expect(blankOf('list', LIST)).toEqual(['']);
  });
});
