import { describe, expect, it } from 'vitest';
import { lastHeight } from './last-height.js';

describe('lastHeight', () => {
  it('is what the only endpoint names', () => {
    expect(lastHeight([1_150])).toBe(1_150);
  });

  it('is the highest that is named, in whatever order', () => {
    expect(lastHeight([1_150, 1_190, 1_010])).toBe(1_190);
    expect(lastHeight([1_300, 1_150])).toBe(1_300);
  });

  it('does not believe one endpoint that is further ahead than a blockhash lives', () => {
    expect(() => lastHeight([1_150, 1_301])).toThrow('ADAPTER_NOT_AVAILABLE');
    expect(() => lastHeight([101_150, 1_150, 1_151])).toThrow('ADAPTER_NOT_AVAILABLE');
  });

  it('is not held up by one that is behind', () => {
    expect(lastHeight([1_150, 1_151, 3])).toBe(1_151);
  });
});
