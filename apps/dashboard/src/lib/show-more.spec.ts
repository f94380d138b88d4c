import { infiniteQueryOptions, InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { showMore } from './show-more';

/** Three pages, each read when the test says so; the first is there. */
async function pagesRead() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked: { readonly page: number; readonly answer: () => void; readonly fail: () => void }[] = [];
  const options = infiniteQueryOptions({
    queryKey: ['pages'],
    queryFn: ({ pageParam }) =>
      new Promise<number>((resolve, reject) => {
        asked.push({ page: pageParam, answer: () => resolve(pageParam), fail: () => reject(new Error('no answer')) });
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last < 2 ? last + 1 : undefined),
  });
  const observer = new InfiniteQueryObserver(client, options);
  observer.subscribe(() => undefined);
  const next = async (page: number) => vi.waitUntil(() => (asked[0]?.page === page ? asked.shift() : undefined));
  const shown = () => observer.getCurrentResult().data?.pages;
  const more = async () => showMore(observer.getCurrentResult());
  (await next(0)).answer();
  await vi.waitUntil(shown);
  return { client, next, shown, more };
}

it('shows one page more', async () => {
  const { next, shown, more } = await pagesRead();
  const first = more();
  (await next(1)).answer();
  await first;
  expect(shown()).toEqual([0, 1]);
});

it('asks again for a page that news cut off, and reads the news', async () => {
  const { client, next, shown, more } = await pagesRead();
  const pressed = more();
  await next(1);
  void client.invalidateQueries();
  (await next(0)).answer();
  (await next(1)).answer();
  await pressed;
  expect(shown()).toEqual([0, 1]);
});

it('lets news be read first', async () => {
  const { client, next, shown, more } = await pagesRead();
  void client.invalidateQueries();
  const again = await next(0);
  const pressed = more();
  again.answer();
  (await next(1)).answer();
  await pressed;
  expect(shown()).toEqual([0, 1]);
});

it('ends where the page cannot be read', async () => {
  const { next, shown, more } = await pagesRead();
  const pressed = more();
  (await next(1)).fail();
  await pressed;
  expect(shown()).toEqual([0]);
});
