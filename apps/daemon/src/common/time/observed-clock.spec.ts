import { beforeEach, describe, expect, it } from 'vitest';
import { ObservedClock } from './observed-clock.js';

const HOUR = 3_600_000;
const START = 1_700_000_000_000;

let wall: number;
let monotonic: number;
let clock: ObservedClock;

const open = (): ObservedClock => new ObservedClock({ wallMs: () => wall, monotonicMs: () => monotonic });
/** Time that really goes by. */
const pass = (ms: number): void => {
  wall += ms;
  monotonic += ms;
};

beforeEach(() => {
  wall = START;
  monotonic = 5_000;
  clock = open();
});

describe('observed time', () => {
  it('goes by as the machine has it while nobody touches its clock', () => {
    pass(3 * HOUR);
    expect(clock.nowMs()).toBe(START + 3 * HOUR);
    expect(clock.isInDoubt()).toBe(false);
  });

  it.each([
    ['forward', 24 * HOUR],
    ['back', -24 * HOUR],
  ])('does not move when the clock is set %s a day, and is in doubt until the two agree again', (_, jump) => {
    wall += jump;
    pass(60_000);
    expect(clock.nowMs()).toBe(START + 60_000);
    expect(clock.isInDoubt()).toBe(true);
    expect(clock.aheadSeconds()).toBe(jump / 1000);
    wall -= jump;
    expect(clock.isInDoubt()).toBe(false);
    expect(clock.nowMs()).toBe(START + 60_000);
  });

  it('follows a small correction slowly, so that many of them gain nothing', () => {
    for (let minute = 0; minute < 600; minute += 1) {
      pass(60_000);
      // As often as it agrees it is set forward as far as nobody minds.
      if (clock.aheadSeconds() < 1) wall += 119_000;
    }
    const gained = clock.nowMs() - (START + 600 * 60_000);
    expect(gained).toBeGreaterThan(0);
    expect(gained).toBeLessThanOrEqual(600 * 60 + 1);
  });

  it('never goes back, not even towards a clock that is a little behind', () => {
    wall -= 100_000;
    let last = clock.nowMs();
    for (let second = 0; second < 100; second += 1) {
      pass(1000);
      const now = clock.nowMs();
      expect(now).toBeGreaterThan(last);
      last = now;
    }
  });

  it('goes on where an earlier process had come to, and doubts a clock that was set back in between', () => {
    clock.notBefore(START + HOUR);
    expect(clock.nowMs()).toBe(START + HOUR);
    expect(clock.isInDoubt()).toBe(true);
    // The clock catches up with what was seen.
    wall += HOUR;
    expect(clock.isInDoubt()).toBe(false);
  });

  it('is in doubt while a block contradicts the clock', () => {
    expect(clock.compareWith(START - 119_000)).toBe('agrees');
    expect(clock.compareWith(START + 121_000)).toBe('differs');
    clock.contradict(true);
    expect(clock.isInDoubt()).toBe(true);
    clock.contradict(false);
    expect(clock.isInDoubt()).toBe(false);
  });

  it('takes the clock of the machine on the word of somebody, backwards too', () => {
    wall -= 24 * HOUR;
    clock.contradict(true);
    clock.trustMachine();
    expect(clock.isInDoubt()).toBe(false);
    expect(clock.nowMs()).toBe(START - 24 * HOUR);
  });
});
