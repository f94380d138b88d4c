import { describe, expect, it } from 'vitest';
import { drawn } from '../../testing/drawn';
import { Address } from './address';

describe('an address', () => {
  it.each([
    ['of Ethereum', '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'],
    ['of Solana', 'GjwcWFQYzemBtpUoN5fMAP2FZviTtMRWCmrppGuTthJS'],
  ])('%s is read out whole, and shown whole in groups', (_, address) => {
    const { html, texts } = drawn(<Address address={address} />);
    const [spoken, ...groups] = texts;
    expect(spoken).toBe(address);
    expect(groups.join('')).toBe(address);
    expect(groups.length).toBeGreaterThan(8);
    expect(html).toContain('aria-hidden="true"');
  });

  it('that is no address is text like any other', () => {
    const { html, texts } = drawn(<Address address={'<img src=x onerror="alert(1)">'} />);
    expect(html).not.toContain('<img');
    expect(texts.slice(1).join('')).toBe('<img src=x onerror="alert(1)">');
  });
});
