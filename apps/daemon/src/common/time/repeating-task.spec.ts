import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RepeatingTask } from './repeating-task.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counted(work: () => Promise<void> = async () => undefined) {
  const seen = { turns: 0, errors: [] as unknown[] };
  const task = new RepeatingTask({
    everyMs: 1000,
    work: async () => {
      seen.turns += 1;
      await work();
    },
    onError: (error) => seen.errors.push(error),
  });
  return { seen, task };
}

describe('a repeating task', () => {
  it('runs when woken and again after each pause', async () => {
    const { seen, task } = counted();
    task.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.turns).toBe(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect(seen.turns).toBe(4);
    await task.stop();
  });

  it('never runs twice at once where the work itself wakes it before it waits for anything', async () => {
    let [turns, running, most] = [0, 0, 0];
    const task: RepeatingTask = new RepeatingTask({
      everyMs: 1000,
      work: async () => {
        running += 1;
        most = Math.max(most, running);
        turns += 1;
        if (turns === 1) task.wake();
        await Promise.resolve();
        running -= 1;
      },
      onError: () => undefined,
    });
    task.wake();
    await vi.advanceTimersByTimeAsync(3000);
    expect(most).toBe(1);
    await task.stop();
  });

  it('never runs twice at once, and a wake during a turn brings exactly one more', async () => {
    const ends: (() => void)[] = [];
    const { seen, task } = counted(() => new Promise((resolve) => ends.push(resolve)));
    task.wake();
    task.wake();
    task.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.turns).toBe(1);
    ends.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.turns).toBe(2);
    ends.shift()?.();
    await task.stop();
    expect(seen.turns).toBe(2);
  });

  it('goes on after a turn that failed', async () => {
    const { seen, task } = counted(() => Promise.reject(new Error('no')));
    task.wake();
    await vi.advanceTimersByTimeAsync(1000);
    expect([seen.turns, seen.errors.length]).toEqual([2, 2]);
    await task.stop();
  });

  it('stops only after the turn under way, and for good', async () => {
    const ends: (() => void)[] = [];
    const { seen, task } = counted(() => new Promise((resolve) => ends.push(resolve)));
    task.wake();
    await vi.advanceTimersByTimeAsync(0);
    let isStopped = false;
    const stopped = task.stop().then(() => (isStopped = true));
    await vi.advanceTimersByTimeAsync(0);
    expect(isStopped).toBe(false);
    ends.shift()?.();
    await stopped;
    task.wake();
    await vi.advanceTimersByTimeAsync(5000);
    expect(seen.turns).toBe(1);
  });
});
