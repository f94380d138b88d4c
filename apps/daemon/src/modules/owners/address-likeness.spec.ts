import { describe, expect, it } from 'vitest';
import { lookAlikeOf } from './address-likeness.js';

const KNOWN = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

describe('an address that looks like a known one', () => {
  it('has the same ends and another middle', () => {
    expect(lookAlikeOf('ethereum', '0x8617000000000000000000000000000000000070D'.replace('00070D', '0070D'), [KNOWN])).toBe(
      KNOWN,
    );
    const solana = '4Nd1mYvJk1Fd1KPZ6j6oNZ1Q8ZC5uJ2sYgqk2kS5bT3P';
    expect(lookAlikeOf('solana', `4Nd1${'x'.repeat(36)}bT3P`, [solana])).toBe(solana);
  });

  it('does so in any case of its letters', () => {
    const poisoned = `0x8617${'0'.repeat(32)}070d`;
    expect(lookAlikeOf('ethereum', poisoned, [KNOWN])).toBe(KNOWN);
  });

  it('is not the known one itself, however it is written', () => {
    expect(lookAlikeOf('ethereum', KNOWN.toLowerCase(), [KNOWN])).toBeNull();
  });

  it('is not one with another beginning or end', () => {
    expect(lookAlikeOf('ethereum', `0x8618${KNOWN.slice(6)}`, [KNOWN])).toBeNull();
    expect(lookAlikeOf('ethereum', `${KNOWN.slice(0, -1)}E`, [KNOWN])).toBeNull();
  });
});
