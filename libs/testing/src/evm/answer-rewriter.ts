import type { Fault, ProxiedCall } from './fault.js';

interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
}

/** Changes the answers of a node call by call, as its faults want it. Keeps the head that a stale node is stuck at. */
export class AnswerRewriter {
  readonly #heads = new WeakMap<Fault, { readonly number: string; readonly block: unknown }>();

  rewrite(fault: Fault, calls: readonly ProxiedCall[], answers: readonly Answer[]): readonly unknown[] {
    return answers.map((answer) => {
      const call = calls.find((candidate) => candidate.id === answer.id);
      return call === undefined ? answer : this.#one(fault, call, answer);
    });
  }

  /** Fixes the head a `stale-head` fault shows from now on. */
  freeze(fault: Fault, block: unknown): void {
    this.#heads.set(fault, { number: String((block as { number?: unknown }).number), block });
  }

  #one(fault: Fault, call: ProxiedCall, answer: Answer): unknown {
    if (fault.methods !== undefined && !fault.methods.includes(call.method)) return answer;
    if (fault.kind === 'result') return { jsonrpc: '2.0', id: answer.id, result: fault.result };
    if (fault.kind === 'lie') return 'result' in answer ? { ...answer, result: fault.tell(call, answer.result) } : answer;
    if (fault.kind === 'stale-head') return { ...answer, result: this.#staleResult(fault, call, answer.result) };
    if (fault.kind !== 'rpc-error') return answer;
    const { code, message, data } = fault;
    return { jsonrpc: '2.0', id: answer.id, error: { code, message, ...(data === undefined ? {} : { data }) } };
  }

  #staleResult(fault: Fault, call: ProxiedCall, result: unknown): unknown {
    const head = this.#heads.get(fault);
    if (head === undefined) return result;
    if (call.method === 'eth_blockNumber') return head.number;
    if (call.method === 'eth_getBlockByNumber' && call.params?.[0] === 'latest') return head.block;
    return isLater(result, head.number) ? null : result;
  }
}

function isLater(result: unknown, head: string): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const { blockNumber, number } = result as { blockNumber?: unknown; number?: unknown };
  const height = blockNumber ?? number;
  return typeof height === 'string' && BigInt(height) > BigInt(head);
}
