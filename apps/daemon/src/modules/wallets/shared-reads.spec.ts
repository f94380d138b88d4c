import { describe, expect, it } from 'vitest';
import { SharedReads } from './shared-reads.js';

/** Reads that end when the test says so; each gives its own number. */
function reads() {
  const shared = new SharedReads<number>();
  const ends: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  const ask = () => new Promise<number>((resolve, reject) => ends.push({ resolve, reject }));
  return { ends, read: (key = 'a') => shared.read(key, ask) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('SharedReads', () => {
  it('asks once for all who came while another read was under way, and after it', async () => {
    const { ends, read } = reads();
    const first = read();
    const later = [read(), read(), read()];
    expect(ends).toHaveLength(1);
    ends[0]?.resolve(1);
    await settle();
    expect(ends).toHaveLength(2);
    ends[1]?.resolve(2);
    expect(await first).toBe(1);
    expect(await Promise.all(later)).toEqual([2, 2, 2]);
  });

  it('gives nobody the answer to a question that was asked before his own', async () => {
    const { ends, read } = reads();
    const first = read();
    const second = read();
    ends[0]?.resolve(1);
    await settle();
    const third = read();
    ends[1]?.resolve(2);
    await settle();
    ends[2]?.resolve(3);
    expect(await Promise.all([first, second, third])).toEqual([1, 2, 3]);
  });

  it('lets a read that failed be the failure of those who shared it alone', async () => {
    const { ends, read } = reads();
    const first = read();
    const second = read();
    ends[0]?.reject(new Error('no answer'));
    await expect(first).rejects.toThrow('no answer');
    await settle();
    ends[1]?.resolve(2);
    expect(await second).toBe(2);
    const third = read();
    ends[2]?.resolve(3);
    expect(await third).toBe(3);
  });

  it('keeps what is asked under different keys apart', async () => {
    const { ends, read } = reads();
    const answers = [read('a'), read('b')];
    ends[1]?.resolve(2);
    ends[0]?.resolve(1);
    expect(await Promise.all(answers)).toEqual([1, 2]);
  });
});
