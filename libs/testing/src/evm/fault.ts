/** What goes wrong with a request that a fault proxy takes. */
export type FaultKind =
  /** The answer comes late. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** The connection is reset before the node hears of it. */
  | { readonly kind: 'refuse' }
  /** Nothing comes back, ever, and the node hears of nothing. */
  | { readonly kind: 'blackhole' }
  /** The node does what it was asked, and the connection is reset instead of its answer: the double-send trap. */
  | { readonly kind: 'drop-response' }
  /** The node is asked twice; the second answer comes back. */
  | { readonly kind: 'duplicate' }
  /** The proxy answers by itself. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Matching calls get this result instead of the node's. */
  | { readonly kind: 'result'; readonly result: unknown }
  /** Matching calls get this error; the node does not hear of them. */
  | { readonly kind: 'rpc-error'; readonly code: number; readonly message: string; readonly data?: unknown }
  /** The node is asked, and its answer is another by the time it arrives. */
  | { readonly kind: 'lie'; readonly tell: (call: ProxiedCall, result: unknown) => unknown }
  /** Each request waits for the next of these, round and round: answers come in another order than they were asked for. */
  | { readonly kind: 'jitter'; readonly delaysMs: readonly number[] }
  /** The newest block stays what it is now; what came later is unknown. */
  | { readonly kind: 'stale-head' };

export type Fault = FaultKind & {
  /** Only requests with a call of one of these methods; all without. */
  readonly methods?: readonly string[];
  /** Only requests with such a call among these. */
  readonly when?: (call: ProxiedCall) => boolean;
  /** How many requests it hits; all until it is cleared, without. */
  readonly times?: number;
};

export interface ProxiedCall {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: readonly unknown[];
}

export function tooManyRequests(retryAfterSeconds?: number): FaultKind {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { kind: 'answer', status: 429, body: 'slow down', headers };
}

export function garbageAnswer(body = '<html>not json</html>'): FaultKind {
  return { kind: 'answer', status: 200, body };
}

/** Answers as a node of another chain would. */
export function otherChain(chainId: number): Fault {
  return { kind: 'result', result: `0x${chainId.toString(16)}`, methods: ['eth_chainId'] };
}

export function isHit(fault: Fault, calls: readonly ProxiedCall[]): boolean {
  const { methods, when } = fault;
  if (methods === undefined && when === undefined) return true;
  return calls.some((call) => methods?.includes(call.method) !== false && when?.(call) !== false);
}
