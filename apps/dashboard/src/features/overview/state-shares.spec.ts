import { describe, expect, it } from 'vitest';
import { stateShares } from './state-shares';

describe('the shares of the states', () => {
  it('stand in the order of how well it went, without the empty ones, as long as they are many', () => {
    const shares = stateShares({ FAILED: 5, DENIED: 0, CONFIRMED: 20 }, { CONFIRMED: 3 });
    expect(shares).toEqual([
      { state: 'CONFIRMED', total: 20, today: 3, percent: 100 },
      { state: 'FAILED', total: 5, today: 0, percent: 25 },
    ]);
  });

  it('show a few among very many', () => {
    expect(stateShares({ CONFIRMED: 1_000_000, EXPIRED: 1 }, {}).at(1)?.percent).toBe(1);
  });

  it('put a state that nobody knows last', () => {
    expect(stateShares({ NEW_STATE: 1, FAILED: 1 }, {}).map(({ state }) => state)).toEqual(['FAILED', 'NEW_STATE']);
  });
});
