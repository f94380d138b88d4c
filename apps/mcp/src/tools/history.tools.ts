import { setTimeout } from 'node:timers/promises';
import { cancelled } from '../daemon-client.js';
import { isRecord } from '../json-rpc.js';
import { NETWORK, READS, schema, TRANSACTION_ID, type Tool, type ToolArguments, type ToolContext, withQuery } from '../tool.js';
import { invalidArguments } from '../tool-failure.js';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ENDS = new Set(['DENIED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SIGNED', 'CONFIRMED']);
const DEFAULT_WAIT_SECONDS = 60;
const PAUSE_MS = 1000;

function pathOf(id: unknown): string {
  if (typeof id === 'string' && ID.test(id)) return `/v1/transactions/${id}`;
  throw invalidArguments([{ path: 'id', code: 'isId', message: 'must be the id of a transaction' }]);
}

async function get(id: unknown, { daemon, signal }: ToolContext): Promise<unknown> {
  return daemon.call({ method: 'GET', path: pathOf(id), signal });
}

function hasEnded(transaction: unknown): boolean {
  return isRecord(transaction) && typeof transaction['status'] === 'string' && ENDS.has(transaction['status']);
}

/** Looks until the transaction has ended or the time is up; the answer says which, and holds the transaction as it is then. */
async function wait({ id, timeoutSeconds }: ToolArguments, context: ToolContext): Promise<unknown> {
  const seconds = typeof timeoutSeconds === 'number' ? timeoutSeconds : DEFAULT_WAIT_SECONDS;
  const until = performance.now() + seconds * 1000;
  for (;;) {
    const transaction = await get(id, context);
    if (hasEnded(transaction)) return { ended: true, transaction };
    if (performance.now() >= until) return { ended: false, transaction };
    await setTimeout(PAUSE_MS, undefined, { signal: context.signal }).catch(() => {
      throw cancelled();
    });
  }
}

export const historyTools: readonly Tool[] = [
  {
    name: 'get_transaction',
    title: 'One transaction',
    description: 'State, decision and attempts of a transaction.',
    inputSchema: schema({ id: TRANSACTION_ID }, ['id']),
    annotations: READS,
    run: async ({ id }, context) => get(id, context),
  },
  {
    name: 'list_transactions',
    title: 'Transactions',
    description: 'Newest first; cursor continues a list.',
    inputSchema: schema({
      limit: { type: 'integer', minimum: 1, maximum: 100 },
      cursor: { type: 'string' },
      status: { type: 'string' },
      type: { type: 'string' },
      network: NETWORK,
    }),
    annotations: READS,
    run: async (input, { daemon, signal }) =>
      daemon.call({
        method: 'GET',
        path: withQuery('/v1/transactions', input, ['limit', 'cursor', 'status', 'type', 'network']),
        signal,
      }),
  },
  {
    name: 'list_pending',
    title: 'What waits',
    description: 'Transactions that wait for time, gas or a person.',
    inputSchema: schema({}),
    annotations: READS,
    run: async (_input, { daemon, signal }) => daemon.call({ method: 'GET', path: '/v1/transactions/pending', signal }),
  },
  {
    name: 'wait_for_transaction',
    title: 'Wait for the end of a transaction',
    description: 'Answers when the transaction has ended, or after timeoutSeconds with ended=false. Safe to repeat.',
    inputSchema: schema({ id: TRANSACTION_ID, timeoutSeconds: { type: 'integer', minimum: 1, maximum: 300 } }, ['id']),
    annotations: READS,
    run: wait,
  },
];
