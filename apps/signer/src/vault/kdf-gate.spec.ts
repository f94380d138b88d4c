import { DomainError } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { KdfGate } from './kdf-gate.js';
import { SingleFlight } from './single-flight.js';

interface Job {
  readonly finish: () => void;
  readonly result: Promise<string>;
}

/** Jobs that run until told to finish, with a record of how many ran at once. */
class Jobs {
  running = 0;
  most = 0;
  readonly #gate = new KdfGate();

  add(fails = false): Job {
    let finish = (): void => undefined;
    const done = new Promise<void>((resolve) => (finish = resolve));
    const result = this.#gate
      .run(async () => {
        this.running += 1;
        this.most = Math.max(this.most, this.running);
        await done;
        this.running -= 1;
        if (fails) throw new TypeError('broken');
        return 'done';
      })
      .catch((error: unknown) => (error instanceof DomainError ? error.code : 'failed'));
    return { finish, result };
  }
}

describe('the gate before password derivations', () => {
  it('runs two at once, lets eight wait and refuses the next', async () => {
    const jobs = new Jobs();
    const admitted = Array.from({ length: 10 }, () => jobs.add());
    expect(await jobs.add().result).toBe('RATE_LIMITED');
    expect(jobs.running).toBe(2);
    for (const job of admitted) job.finish();
    expect(await Promise.all(admitted.map((job) => job.result))).toEqual(Array(10).fill('done'));
    expect(jobs.most).toBe(2);
  });

  it('gives the place of one that failed to the next', async () => {
    const jobs = new Jobs();
    const [broken, second, third] = [jobs.add(true), jobs.add(), jobs.add()];
    broken.finish();
    expect(await broken.result).toBe('failed');
    third.finish();
    expect(await third.result).toBe('done');
    second.finish();
    await second.result;
  });
});

describe('a single flight', () => {
  it('gives one answer to all who ask the same at once, and asks again afterwards', async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    const work = (): Promise<number> => Promise.resolve((runs += 1));
    expect(await Promise.all([flights.run('a', work), flights.run('a', work), flights.run('b', work)])).toEqual([1, 1, 2]);
    expect(await flights.run('a', work)).toBe(3);
  });

  it('does not keep a failure', async () => {
    const flights = new SingleFlight<number>();
    await expect(flights.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await flights.run('a', () => Promise.resolve(1))).toBe(1);
  });
});
