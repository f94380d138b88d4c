import { describe, expect, it } from 'vitest';
import { RecentMap } from './recent-map.js';

describe('RecentMap', () => {
  it('forgets what was used longest ago once it is full', () => {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
  });

  it('keeps one value for a key', () => {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 4);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([4, undefined, 3]);
  });

  it('forgets what it is told to', () => {
    const map = new RecentMap<string, number>(3);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    map.delete('a');
    expect([map.get('a'), map.get('b')]).toEqual([undefined, 1]);
    map.clear();
    expect([map.get('b'), map.get('c')]).toEqual([undefined, undefined]);
  });
});
