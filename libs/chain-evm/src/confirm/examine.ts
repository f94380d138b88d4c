import type { AttemptRef } from '@waiaas/core';
import { noteHead } from '../fees/fee-source.js';
import type { Clock, Endpoint } from '../rpc/endpoint.js';
import { resultOf, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { hexOf, safeInteger } from '../rpc/quantity.js';
import { ANCHOR_CALLS, type Anchor, type FinalityRule } from './finality.js';
import type { NonceWatch } from './nonce-watch.js';
import { isKnown, receiptOf } from './receipt.js';

/** What one endpoint says about one attempt. */
export type Finding =
  | { readonly state: 'absent' | 'pending' | 'dead' }
  | {
      readonly state: 'mined';
      readonly blockNumber: number;
      readonly blockHash: string;
      readonly confirmations: number;
      readonly succeeded: boolean;
      readonly isFinal: boolean;
    };

export interface ExamineDependencies {
  readonly finality: FinalityRule;
  readonly nonces: NonceWatch;
  readonly clock: Clock;
}

type NoncedRef = AttemptRef & { readonly nonce: number };

/** Calls in one request: nodes and gateways commonly stop at 100. */
const BATCH_SIZE = 90;

/** Looks attempts up at one endpoint: receipts, then the mempool, then whether the nonce is gone for good. */
export async function examine(
  dependencies: ExamineDependencies,
  endpoint: Endpoint,
  attempts: readonly AttemptRef[],
): Promise<readonly Finding[]> {
  const { anchor, findings } = await findMined(dependencies, endpoint, attempts);
  const missing = attempts.filter((attempt) => !findings.has(attempt));
  const pending = await findPending(endpoint, missing);
  const absent = missing.filter((attempt) => !pending.has(attempt));
  const dead = await findDead(dependencies, { endpoint, anchor, absent });
  return attempts.map(
    (attempt) => findings.get(attempt) ?? { state: pending.has(attempt) ? 'pending' : dead.has(attempt) ? 'dead' : 'absent' },
  );
}

async function findMined(
  { finality, clock }: ExamineDependencies,
  endpoint: Endpoint,
  attempts: readonly AttemptRef[],
): Promise<{ readonly anchor: Anchor; readonly findings: ReadonlyMap<AttemptRef, Finding> }> {
  const [latest, final, ...receipts] = await askAll(endpoint, [...ANCHOR_CALLS, ...attempts.map(receiptCall)]);
  const anchor = finality.anchor(endpoint, latest, final);
  noteHead(endpoint, anchor.latest, clock);
  const findings = new Map<AttemptRef, Finding>();
  attempts.forEach((attempt, index) => {
    const receipt = receiptOf(receipts[index], attempt.hash);
    if (receipt === undefined) return;
    // The block may be newer than the head read a moment before it: it counts itself.
    const confirmations = Math.max(1, anchor.latest.height - receipt.blockNumber + 1);
    findings.set(attempt, { state: 'mined', ...receipt, confirmations, isFinal: receipt.blockNumber <= anchor.finalHeight });
  });
  return { anchor, findings };
}

async function findPending(endpoint: Endpoint, attempts: readonly AttemptRef[]): Promise<ReadonlySet<AttemptRef>> {
  const answers = await askAll(
    endpoint,
    attempts.map((attempt) => rpcCall('eth_getTransactionByHash', attempt.hash)),
  );
  return new Set(attempts.filter((attempt, index) => isKnown(answers[index], attempt.hash)));
}

interface AbsentAttempts {
  readonly endpoint: Endpoint;
  readonly anchor: Anchor;
  readonly absent: readonly AttemptRef[];
}

async function findDead(dependencies: ExamineDependencies, question: AbsentAttempts): Promise<ReadonlySet<AttemptRef>> {
  const { endpoint, anchor } = question;
  const nonced = question.absent.filter((attempt): attempt is NoncedRef => attempt.nonce !== undefined);
  if (nonced.length === 0 || anchor.finalHeight < 0) return new Set();
  const senders = [...new Set(nonced.map((attempt) => attempt.from))];
  const answers = await askAll(
    endpoint,
    senders.map((from) => rpcCall('eth_getTransactionCount', from, hexOf(anchor.finalHeight))),
  );
  const nonceAnswers = new Map(senders.map((from, index) => [from, answers[index]]));
  const spent: NoncedRef[] = [];
  for (const attempt of nonced) {
    const answer = nonceAnswers.get(attempt.from);
    const isSpent =
      answer?.ok === true
        ? safeInteger(answer.result, 'nonce') > attempt.nonce
        : await dependencies.nonces.isSpent(endpoint, attempt, anchor);
    if (isSpent) spent.push(attempt);
  }
  return stillAbsent(endpoint, spent);
}

/** The receipts were read before the nonces: where blocks are final at once, the attempt itself may have used its nonce in between. */
async function stillAbsent(endpoint: Endpoint, spent: readonly AttemptRef[]): Promise<ReadonlySet<AttemptRef>> {
  const receipts = await askAll(endpoint, spent.map(receiptCall));
  return new Set(spent.filter((_, index) => resultOf(receipts[index]) === null));
}

function receiptCall(attempt: AttemptRef): RpcCall {
  return rpcCall('eth_getTransactionReceipt', attempt.hash);
}

async function askAll(endpoint: Endpoint, calls: readonly RpcCall[]): Promise<readonly RpcAnswer[]> {
  const answers: RpcAnswer[] = [];
  for (let start = 0; start < calls.length; start += BATCH_SIZE) {
    answers.push(...(await endpoint.ask(calls.slice(start, start + BATCH_SIZE))));
  }
  return answers;
}
