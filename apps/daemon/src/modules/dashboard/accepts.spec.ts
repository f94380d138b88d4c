import { describe, expect, it } from 'vitest';
import { accepts } from './accepts.js';

describe('accepts', () => {
  it.each(['br', 'gzip, deflate, br, zstd', 'GZIP, BR;q=0.5', 'gzip;q=1.0 , br ; q=0.001'])('takes br of %s', (header) => {
    expect(accepts(header, 'br')).toBe(true);
  });

  it.each([undefined, '', 'gzip', 'identity', 'br;q=0', 'br; q=0.000', 'brx', '*'])('does not take br of %s', (header) => {
    expect(accepts(header, 'br')).toBe(false);
  });
});
