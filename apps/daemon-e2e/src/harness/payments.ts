import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ApiAnswer } from './api.js';
import type { TestNetwork } from './test-network.js';
import type { SeenTransaction, TestWallet } from './wallets.js';

export interface Payment {
  readonly to: string;
  readonly amount: bigint;
  /** Absent for a client that knows nothing of keys. */
  readonly key?: string;
}

export interface SentBody {
  readonly id: string;
  readonly status: string;
  readonly tier?: string;
  readonly waitReason?: string;
  readonly code?: string;
}

let made = 0;

/** A payment to somebody nobody else pays. */
export function newPayment(network: TestNetwork, how: 'with a key' | 'without a key' = 'with a key'): Payment {
  made += 1;
  const payment = { to: network.newAddress(), amount: network.amount };
  return how === 'with a key' ? { ...payment, key: `payment-${String(made)}` } : payment;
}

/** One request, once. */
export async function send(
  wallet: TestWallet,
  network: Pick<TestNetwork, 'name' | 'token'>,
  payment: Payment,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer<SentBody>> {
  return wallet.api.post<SentBody>(
    '/v1/transactions/send',
    {
      ...{ network: network.name, to: payment.to, amount: payment.amount.toString() },
      ...(network.token === undefined ? {} : { type: 'TOKEN_TRANSFER', token: network.token }),
    },
    { ...headers, ...(payment.key === undefined ? {} : { 'Idempotency-Key': payment.key }) },
  );
}

const RETRIED = new Set([409, 429, 500, 502, 503, 504]);
const PAUSE_MS = 100;

/**
 * A client that keeps on trying, as the published ones do: broken connections and passing errors are reasons to send the very same
 * request again. Gives the first answer that is neither.
 */
export async function sendUntilAnswered(
  wallet: TestWallet,
  network: TestNetwork,
  payment: Payment,
  seconds = 60,
): Promise<ApiAnswer<SentBody>> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await send(wallet, network, payment).catch(() => undefined);
    if (answer !== undefined && !RETRIED.has(answer.status)) return answer;
    if (performance.now() > deadline) throw new Error(`no answer: ${JSON.stringify(answer?.body)}`);
    await pause(PAUSE_MS);
  }
}

/** Every row of a wallet, page by page. */
export async function allRows(wallet: TestWallet): Promise<readonly (SeenTransaction & { readonly toAddress: string })[]> {
  const rows: (SeenTransaction & { readonly toAddress: string })[] = [];
  let cursor = '';
  do {
    const page = await wallet.api.get<{ items: typeof rows; cursor: string | null; hasMore: boolean }>(
      `/v1/transactions?limit=100${cursor}`,
    );
    rows.push(...page.body.items);
    cursor = page.body.hasMore ? `&cursor=${page.body.cursor ?? ''}` : '';
  } while (cursor !== '');
  return rows;
}

/** Each of these people got their money exactly once, says the chain, and there is one row for each, says the daemon. */
export async function expectPaidOnce(wallet: TestWallet, network: TestNetwork, payments: readonly Payment[]): Promise<void> {
  const balances = await Promise.all(payments.map(({ to }) => network.balance(to)));
  expect(balances).toEqual(payments.map(({ amount }) => amount));
  const rows = await allRows(wallet);
  const counts = payments.map(({ to }) => rows.filter((row) => row.toAddress === to).length);
  expect(counts).toEqual(payments.map(() => 1));
}
