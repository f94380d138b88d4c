import type { InfiniteData } from '@tanstack/react-query';

interface Shown {
  readonly data: InfiniteData<unknown> | undefined;
  readonly hasNextPage: boolean;
  readonly isError: boolean;
}

interface Pages {
  readonly data: InfiniteData<unknown> | undefined;
  readonly fetchNextPage: (options: { readonly cancelRefetch: boolean }) => Promise<Shown>;
}

/** Somebody who is told of something new again and again is not asked for more without end. */
const MOST_TRIES = 10;

/**
 * One page more. What is new is read before, and where something new cuts the page off it is asked for again: neither takes the
 * other's place, or a press would do nothing, or a row would stay as it was.
 */
export async function showMore({ data: before, fetchNextPage }: Pages): Promise<void> {
  const count = before?.pages.length ?? 0;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { data, hasNextPage, isError } = await fetchNextPage({ cancelRefetch: false });
    if (isError || !hasNextPage || (data?.pages.length ?? 0) > count) return;
  }
}
