import { useSyncExternalStore } from 'react';

const seconds = (): number => Math.floor(Date.now() / 1000);

// One clock for all that is on the page, which runs while somebody looks at it.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = seconds();

function tick(): void {
  now = seconds();
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  if (timer === undefined) now = seconds();
  return now;
}

/** What is made of the Unix seconds of now; drawn anew when that changes, which for `2 days ago` is not every second. */
export function useNow<T extends string | number | boolean>(made: (now: number) => T): T {
  const snapshot = (): T => made(read());
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}
