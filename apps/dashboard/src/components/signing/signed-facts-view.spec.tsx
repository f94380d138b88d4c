import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { SignedFacts } from '../../lib/challenge-text';
import { loadLanguage } from '../../lib/i18n';
import { drawn } from '../../testing/drawn';
import { SignedFactsView } from './signed-facts-view';

vi.hoisted(() => {
  vi.stubGlobal('navigator', { language: 'en' });
  vi.stubGlobal('document', { documentElement: {} });
});
beforeAll(() => loadLanguage('en'));

const FACTS: SignedFacts = {
  host: '127.0.0.1:3100',
  address: '0x52908400098527886E0F7030069857D2E4169EE7',
  statement: 'APPROVE sending 2.5 ETH',
  action: 'approve',
  uri: 'urn:waiaas',
  expiresAt: 1_800_000_000,
  walletId: null,
  transactionId: 'a',
  network: 'ethereum-mainnet',
  recipient: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
  amount: { baseUnits: '2500000000000000000', symbol: 'ETH', decimals: 18 },
  asset: null,
  operations: [],
  usd: '8000.00',
  requestHash: null,
};

const read = (change: Partial<SignedFacts> = {}) => drawn(<SignedFactsView facts={{ ...FACTS, ...change }} />);

describe('what is to be signed', () => {
  it('is said in words, whole units and whole addresses', () => {
    const { texts } = read();
    expect(texts).toContain('APPROVE sending 2.5 ETH');
    expect(texts).toContain('2.5 ETH');
    expect(texts).toContain(FACTS.recipient);
    expect(texts).toContain(FACTS.address);
    expect(texts).toContain('ethereum-mainnet');
    expect(texts.some((text) => /8,000(?:\.00)? USD/.test(text))).toBe(true);
  });

  it('never shows base units as if they were whole ones', () => {
    const amount = { baseUnits: '2500000000000000000', symbol: 'ETH', decimals: null };
    expect(read({ amount }).texts).toContain('2500000000000000000 base units ETH');
    expect(read({ amount: { ...amount, baseUnits: 'unlimited', decimals: 18 } }).texts).toContain('unlimited base units ETH');
  });

  it('says that a value is unknown instead of leaving it out', () => {
    expect(read({ usd: 'unknown' }).texts).toContain('Unknown: no price was known when it was judged');
  });

  it('lists every operation with its target in full', () => {
    const operations = [
      { kind: 'transfer', target: FACTS.address, amount: '5', symbol: 'AAA' },
      { kind: 'approve', target: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045', amount: 'unlimited', symbol: 'BBB' },
    ];
    const { html, texts } = read({ operations });
    expect(html.match(/<li/g)).toHaveLength(2);
    for (const { target, amount, symbol } of operations) {
      expect(texts).toContain(target);
      expect(texts).toContain(`${amount} base units ${symbol}`);
    }
  });

  it.each([
    ['markup', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['marks that turn the direction', 'E\u202EHTU', 'E⟨U+202E⟩HTU'],
    ['marks that cannot be seen', 'US\u200BDC', 'US⟨U+200B⟩DC'],
  ])('with %s in a symbol stays readable and harmless', (_, symbol, shown) => {
    const { html, texts } = read({ amount: { baseUnits: '1', symbol, decimals: 0 } });
    expect(texts).toContain(`1 ${shown}`);
    expect(html).not.toContain('<script');
  });

  it('is not endless', () => {
    const { html } = read({ statement: 'x'.repeat(10_000), amount: { baseUnits: '1', symbol: 'y'.repeat(10_000), decimals: 0 } });
    expect(html.length).toBeLessThan(8000);
  });
});
