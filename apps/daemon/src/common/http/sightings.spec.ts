import { describe, expect, it } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import { Sightings } from './sightings.js';

describe('what the boundary saw', () => {
  it('is counted by subject, the busiest first, with the last time', () => {
    const clock = new FixedClock();
    const seen = new Sightings(clock);
    seen.note('peer', '10.0.0.1');
    clock.advance(10);
    for (let n = 0; n < 3; n++) seen.note('peer', '10.0.0.2');
    seen.note('host-refused');
    expect(seen.sums('peer')).toEqual([
      { subject: '10.0.0.2', count: 3, lastSeenAt: clock.nowSeconds() },
      { subject: '10.0.0.1', count: 1, lastSeenAt: clock.nowSeconds() - 10 },
    ]);
    expect([seen.total('peer'), seen.total('host-refused'), seen.total('stranger')]).toEqual([4, 1, 0]);
  });

  it('is forgotten after a day', () => {
    const clock = new FixedClock();
    const seen = new Sightings(clock);
    seen.note('host-refused');
    clock.advance(22 * 3600);
    seen.note('host-refused');
    expect(seen.total('host-refused')).toBe(2);
    clock.advance(3 * 3600);
    expect(seen.total('host-refused')).toBe(1);
  });

  it('keeps a bounded number of addresses, and still counts every connection', () => {
    const seen = new Sightings(new FixedClock());
    for (let n = 0; n < 5000; n++) seen.note('stranger', `2001:db8::${n.toString(16)}`);
    expect(seen.total('stranger')).toBe(5000);
    expect(seen.sums('stranger').length).toBeLessThanOrEqual(2001);
    expect(seen.sums('stranger')[0]?.subject).toBe('others');
  });

  it('hands each change over once, again when it could not be stored, and adds up over a restart', () => {
    const clock = new FixedClock();
    const first = new Sightings(clock);
    first.note('peer', '10.0.0.1');
    const changed = first.takeChanged();
    expect(changed).toHaveLength(1);
    expect(first.takeChanged()).toEqual([]);
    first.returnChanged(changed);
    expect(first.takeChanged()).toEqual(changed);

    const second = new Sightings(clock);
    second.note('peer', '10.0.0.1');
    second.restore(changed);
    expect(second.total('peer')).toBe(2);
  });
});
