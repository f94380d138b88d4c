import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns, type Release } from './turns.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('gives so many at once, and the next to who came first', async () => {
    const turns = new Turns(() => 2);
    const first = turns.take('a');
    const second = await turns.wait('a');
    expect(turns.take('a')).toBeUndefined();
    const order: string[] = [];
    const third = turns.wait('a').then((release) => (order.push('third'), release));
    void turns.wait('a').then(() => order.push('fourth'));
    first?.();
    const release = await third;
    expect(order).toEqual(['third']);
    // Nobody slips in between: the turn goes from hand to hand.
    release();
    expect(turns.take('a')).toBeUndefined();
    await settle();
    expect(order).toEqual(['third', 'fourth']);
    second();
    expect(turns.take('a')).toBeDefined();
  });

  it('keeps keys apart, and forgets a turn that is given back twice', () => {
    const turns = new Turns(() => 1);
    const release = turns.take('a');
    expect(turns.take('b')).toBeDefined();
    release?.();
    expect(turns.take('a')).toBeDefined();
    release?.();
    expect(turns.take('a')).toBeUndefined();
  });

  it('never has more out than there are, loses none and starves nobody, whatever the order of comings and goings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 40 }), async (most, steps) => {
        const turns = new Turns(() => most);
        const held: Release[] = [];
        let came = 0;
        let served = 0;
        const goOne = async (): Promise<void> => {
          held.shift()?.();
          await settle();
        };
        for (const isComing of steps) {
          if (!isComing) await goOne();
          else {
            came += 1;
            void turns.wait('a').then((release) => {
              served += 1;
              held.push(release);
            });
            await settle();
          }
          expect(held.length).toBeLessThanOrEqual(most);
          expect(held.length === most || served === came).toBe(true);
        }
        while (held.length > 0) await goOne();
        expect(served).toBe(came);
        expect(Array.from({ length: most }, () => turns.take('a')).every((turn) => turn !== undefined)).toBe(true);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 5000 },
    );
  });
});

describe('a number of turns that changes', () => {
  it('counts for whoever comes next, and takes nobody’s turn away', () => {
    let most = 1;
    const turns = new Turns(() => most);
    const [first] = [turns.take('a'), expect(turns.take('a')).toBeUndefined()];
    most = 2;
    expect(turns.take('a')).toBeDefined();
    most = 1;
    first?.();
    expect(turns.take('a')).toBeUndefined();
  });
});
