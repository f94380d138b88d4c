import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../lib/api-client';
import { EVENT_STREAM, EventStreamParser, type StreamEvent } from '../lib/event-stream';
import { isLive } from '../lib/live-state';
import type { Principal } from '../lib/login-store';

const PATHS: Readonly<Record<Principal, string>> = { admin: '/v1/events', owner: '/v1/owner/events' };
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** What must be read anew after an event, by the first part of its key. */
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  transaction: ['transactions', 'approvals', 'status', 'balances', 'limits'],
  approval: ['approvals', 'transactions', 'status'],
  wallet: ['wallets', 'status', 'approvals'],
  session: ['sessions', 'status', 'limits', 'worst-case'],
  policy: ['policies', 'status', 'limits', 'worst-case'],
  'kill-switch': ['kill-switch', 'status', 'sessions', 'wallets', 'transactions', 'approvals'],
  exposure: ['exposure', 'status'],
};

/** All but the texts to sign: each is good once, and must not change while somebody reads it. */
function readAllAnew(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'challenge' });
}

function apply(client: QueryClient, { event }: StreamEvent): void {
  const keys = TOUCHED[event];
  // An event nobody knows, or a reset.
  if (keys === undefined) readAllAnew(client);
  else for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}

interface Following {
  readonly lastId: string | null;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  readonly onEvent: (event: StreamEvent) => void;
}

async function follow(principal: Principal, { lastId, signal, onOpen, onEvent }: Following): Promise<void> {
  const headers = { ...EVENT_STREAM, ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) };
  const response = await api.open(PATHS[principal], { as: principal, signal, headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  isLive.set(true);
  onOpen();
  const parser = new EventStreamParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    parser.push(value).forEach(onEvent);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Follows the events of a login. Where the stream cannot be had, pages ask by themselves and it is tried again, ever less often. */
export function useLiveUpdates(principal: Principal): void {
  const client = useQueryClient();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let lastId: string | null = null;
    const run = async (): Promise<void> => {
      for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
        const isFirst = lastId === null;
        await follow(principal, {
          lastId,
          signal,
          // What happened after the page was read and before the stream began is told by nobody.
          onOpen: () => isFirst && readAllAnew(client),
          onEvent: (event) => {
            lastId = event.id ?? lastId;
            wait = FIRST_PAUSE_MS;
            apply(client, event);
          },
        }).catch(() => undefined);
        const wasLive = isLive.get();
        isLive.set(false);
        // Every page asks once now, and by its answer learns to ask more often.
        if (wasLive && !signal.aborted) readAllAnew(client);
        await pause(wait);
      }
    };
    void run();
    return () => {
      controller.abort();
      isLive.set(false);
    };
  }, [client, principal]);
}
