import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreeOn, UNAVAILABLE } from './agreed-quote.js';
import { scaledUsd } from './usd-price.js';

const at = (usd: string, ageSeconds = 0) => ({ usd, ageSeconds });

describe('what the sources agree on', () => {
  describe('with one source configured', () => {
    it('takes its quote with its age', () => {
      expect(agreeOn([at('2500', 40)], 1, null).quote).toEqual({ status: 'ok', usd: '2500', ageSeconds: 40, quotes: ['2500'] });
    });

    it('has no price once the quote is older than 1800 s', () => {
      expect(agreeOn([at('2500', 1800)], 1, null).quote.status).toBe('ok');
      expect(agreeOn([at('2500', 1801)], 1, null).quote).toEqual(UNAVAILABLE);
    });

    it('never learns an agreed price', () => {
      expect(agreeOn([at('2500')], 1, null).agreedUsd).toBeNull();
    });
  });

  describe('with two sources configured', () => {
    it('takes the highest of two close quotes, the greatest age, and remembers it', () => {
      expect(agreeOn([at('2510', 5), at('2500', 20)], 2, null)).toEqual({
        quote: { status: 'ok', usd: '2510', ageSeconds: 20, quotes: ['2500', '2510'] },
        agreedUsd: '2510',
      });
    });

    it('calls quotes 5 % apart agreed, and more than that disputed', () => {
      expect(agreeOn([at('100'), at('105')], 2, null).agreedUsd).toBe('105');
      const { quote, agreedUsd } = agreeOn([at('100'), at('105.000000000000000001')], 2, null);
      expect(agreedUsd).toBeNull();
      expect(quote).toMatchObject({ status: 'ok', usd: '105.000000000000000001', quotes: ['100', '105.000000000000000001'] });
    });

    it('calls a lone quote aging at once, and drops it after 300 s', () => {
      expect(agreeOn([at('2500')], 2, null).quote).toMatchObject({ status: 'ok', ageSeconds: 300 });
      expect(agreeOn([at('2500', 300)], 2, null).quote).toMatchObject({ status: 'ok', ageSeconds: 300 });
      expect(agreeOn([at('2500', 301)], 2, null).quote).toEqual(UNAVAILABLE);
    });

    it('does not believe a lone quote more than 30 % below the last agreed one', () => {
      expect(agreeOn([at('70')], 2, '100').quote).toMatchObject({ status: 'ok', usd: '70' });
      expect(agreeOn([at('69.99')], 2, '100').quote).toEqual(UNAVAILABLE);
    });

    it('believes a fall of more than 30 % when two agree on it', () => {
      expect(agreeOn([at('50'), at('51')], 2, '100')).toMatchObject({ quote: { status: 'ok', usd: '51' }, agreedUsd: '51' });
    });

    it('leaves the far lower of two quotes out, so that the other stands alone', () => {
      expect(agreeOn([at('10'), at('99')], 2, '100').quote).toEqual({
        status: 'ok',
        usd: '99',
        ageSeconds: 300,
        quotes: ['99'],
      });
    });

    it('has no price without quotes', () => {
      expect(agreeOn([], 2, '100')).toEqual({ quote: UNAVAILABLE, agreedUsd: null });
    });
  });

  it('never gives a price below one of the quotes it lists, nor one below 70 % of the agreed price without a second', () => {
    const usd = fc
      .integer({ min: 1, max: 1_000_000 })
      .map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
    const quotes = fc.array(fc.record({ usd, ageSeconds: fc.integer({ min: 0, max: 2500 }) }), { maxLength: 2 });
    fc.assert(
      fc.property(quotes, fc.option(usd), (said, agreed) => {
        const { quote } = agreeOn(said, 2, agreed);
        if (quote.usd === null) return;
        const price = scaledUsd(quote.usd);
        for (const other of quote.quotes) expect(scaledUsd(other) <= price).toBe(true);
        if (agreed !== null && price * 100n < scaledUsd(agreed) * 70n) expect(quote.quotes).toHaveLength(2);
      }),
    );
  });
});
