import fc from 'fast-check';
import { UUID } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { UuidV7Source } from './id-source.js';

const DAY_MS = 86_400_000;
const NOON_MS = 1_795_867_200_000;
const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const times = fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 1, maxLength: 40 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const storedId = fc
  .tuple(
    fc.integer({ min: 0, max: 2 ** 47 }),
    fc.integer({ min: 0, max: 0xfff }),
    fc.integer({ min: 0, max: 2 ** 30 - 1 }),
    uint32,
  )
  .map((fields) => UUID.fromFieldsV7(...fields).toString());

/** Ids that a source gives while its clock says these times. */
function idsAt(clock: readonly number[], { after, random }: { after?: string; random?: () => number } = {}): string[] {
  let nowMs = 0;
  const source = new UuidV7Source({ nowMs: () => nowMs, ...(random === undefined ? {} : { nextUint32: random }) });
  if (after !== undefined) source.startAfter(after);
  return clock.map((ms) => {
    nowMs = ms;
    return source.next();
  });
}

const isGrowing = (ids: readonly string[]): boolean => ids.every((id, index) => index === 0 || id > String(ids[index - 1]));

describe('new ids', () => {
  it('are UUIDv7 that grow, whatever the clock says', () => {
    fc.assert(
      fc.property(times, (clock) => {
        const ids = idsAt(clock);
        expect(ids.every((id) => V7.test(id))).toBe(true);
        expect(isGrowing(ids)).toBe(true);
      }),
    );
  });

  it('sort above any id that was stored before, on a clock before it or after it', () => {
    fc.assert(
      fc.property(storedId, times, (after, clock) => {
        expect(isGrowing([after, ...idsAt(clock, { after })])).toBe(true);
      }),
    );
  });

  it('grow on from the highest of several that were stored', () => {
    fc.assert(
      fc.property(fc.array(storedId, { minLength: 2, maxLength: 5 }), (stored) => {
        const source = new UuidV7Source({ nowMs: () => 0 });
        for (const id of stored) source.startAfter(id);
        const next = source.next();
        expect(stored.every((id) => id < next)).toBe(true);
      }),
    );
  });

  it.each([0, 2 ** 32 - 1])('grow with a generator that only says %d, also where a millisecond has no more numbers', (bits) => {
    const ids = idsAt([NOON_MS, NOON_MS, NOON_MS, NOON_MS - DAY_MS], { random: () => bits });
    expect(isGrowing(ids)).toBe(true);
  });

  it('tell the time of a clock that nobody set', () => {
    const [id = ''] = idsAt([NOON_MS]);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(NOON_MS);
  });

  it('go on a day later by themselves once the clock was set back, and follow it where it has caught up', () => {
    const [tomorrow = '', back = '', caughtUp = ''] = idsAt([NOON_MS + DAY_MS, NOON_MS, NOON_MS + DAY_MS + 1]);
    expect(tomorrow < back && back < caughtUp).toBe(true);
  });
});
