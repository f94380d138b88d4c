import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SealedRow } from './row-seals.js';
import { UnsettledRows } from './unsettled-rows.js';

const rowOf = (id: string, state = 'new'): SealedRow => ({ values: ['wallets', id, state], idLength: 2 });
const macOf = (bytes: string): string => `mac of ${bytes}`;
const sound = (bytes: string) => ({ mac: macOf(bytes), bytes });
const ROW = rowOf('a');

let rows: UnsettledRows;
beforeEach(() => {
  rows = new UnsettledRows();
});
const kept = () => rows.judge(macOf).map(({ bytes }) => bytes);

describe('a row that was written without the key', () => {
  it('is vouched for as it was written, and no other, nor the same bytes in another place', () => {
    expect(rows.vouchesFor(ROW, 'one')).toBe(false);
    rows.wrote(ROW, 'one');
    expect(rows.vouchesFor(ROW, 'one')).toBe(true);
    expect(rows.vouchesFor(ROW, 'two')).toBe(false);
    expect(rows.vouchesFor(rowOf('b'), 'one')).toBe(false);
  });

  it('is told by table and id alone, whatever else it says', () => {
    rows.wrote(ROW, 'one');
    rows.wrote(rowOf('a', 'other'), 'two');
    expect([rows.vouchesFor(ROW, 'one'), rows.vouchesFor(ROW, 'two')]).toEqual([false, true]);
    expect(kept()).toEqual(['two']);
  });

  it('is vouched for as it was written last', () => {
    rows.wrote(ROW, 'one');
    rows.wrote(ROW, 'two');
    expect([rows.vouchesFor(ROW, 'one'), rows.vouchesFor(ROW, 'two')]).toEqual([false, true]);
  });
});

describe('when the key comes', () => {
  it('a new row is kept, and one over a row with a right MAC', () => {
    rows.wrote(rowOf('new'), 'new');
    rows.found(ROW, sound('before'));
    rows.wrote(ROW, 'after');
    expect(kept()).toEqual(['new', 'after']);
  });

  it.each([
    ['none', null],
    ['that of other bytes', macOf('other')],
    ['no text', 5],
  ])('one over a row whose MAC was %s is nobody’s', (_, mac) => {
    rows.found(ROW, { mac, bytes: 'before' });
    rows.wrote(ROW, 'after');
    expect(kept()).toEqual([]);
    expect(rows.vouchesFor(ROW, 'after')).toBe(false);
  });

  it('one that was written twice is judged by what stood there before the first time', () => {
    rows.found(ROW, sound('before'));
    rows.wrote(ROW, 'one');
    rows.found(ROW, { mac: null, bytes: 'one' });
    rows.wrote(ROW, 'two');
    expect(kept()).toEqual(['two']);
  });

  it('one over a forged row stays forged, however often the daemon wrote over it', () => {
    rows.found(ROW, { mac: null, bytes: 'forged' });
    rows.wrote(ROW, 'one');
    rows.found(ROW, { mac: null, bytes: 'one' });
    rows.wrote(ROW, 'two');
    expect(kept()).toEqual([]);
  });

  it('one that somebody changed between two writes is nobody’s', () => {
    rows.wrote(ROW, 'one');
    rows.found(ROW, { mac: null, bytes: 'changed by hand' });
    rows.wrote(ROW, 'two');
    expect(kept()).toEqual([]);
    expect(rows.vouchesFor(ROW, 'two')).toBe(false);
  });

  it('one that was looked at and not written is forgotten', () => {
    rows.found(ROW, sound('before'));
    expect(kept()).toEqual([]);
    rows.wrote(ROW, 'later');
    expect(kept()).toEqual(['later']);
  });
});

describe('a row whose MAC is in the database', () => {
  it('is not remembered any more', () => {
    rows.wrote(ROW, 'one');
    rows.settled(rows.judge(macOf));
    expect(rows.vouchesFor(ROW, 'one')).toBe(false);
    expect(kept()).toEqual([]);
  });

  it('is, where it was written again meanwhile', () => {
    rows.wrote(ROW, 'one');
    const judged = rows.judge(macOf);
    rows.wrote(ROW, 'two');
    rows.settled(judged);
    expect(rows.vouchesFor(ROW, 'two')).toBe(true);
  });
});

describe('whatever is written by whomever', () => {
  const step = fc.record({
    who: fc.constantFrom('daemon', 'stranger'),
    id: fc.constantFrom('a', 'b'),
    text: fc.nat(3).map(String),
  });

  it('keeps what the daemon wrote last where all it wrote over was its own, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        rows = new UnsettledRows();
        const stored = new Map<string, string>();
        const written = new Map<string, { readonly bytes: string; readonly isOwn: boolean }>();
        for (const { who, id, text } of steps) {
          const [bytes, before, last] = [`${id} ${text}`, stored.get(id), written.get(id)];
          stored.set(id, bytes);
          if (who === 'stranger') continue;
          if (before !== undefined) rows.found(rowOf(id), { mac: null, bytes: before });
          rows.wrote(rowOf(id), bytes);
          const isOwn = last === undefined ? before === undefined : last.isOwn && last.bytes === before;
          written.set(id, { bytes, isOwn });
        }
        const own = [...written.values()].filter(({ isOwn }) => isOwn);
        expect([...kept()].sort()).toEqual(own.map(({ bytes }) => bytes).sort());
      }),
      { numRuns: 300, interruptAfterTimeLimit: 5000 },
    );
  });
});
