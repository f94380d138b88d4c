/** How one endpoint misbehaves. Every field can be set by `test_control`; counters count down. */
export interface Faults {
  /** Breaks every connection. */
  down: boolean;
  /** Answers late, milliseconds. */
  delayMs: number;
  /** Answers every call with this HTTP status; 0 is off. */
  http: number;
  /** Answers this many calls with `http`, then behaves; null is without end. */
  httpCount: number | null;
  /** What an answer of 429 asks for, seconds. */
  retryAfterSeconds: number;
  /** Answers every call with this JSON-RPC error. */
  rpcError: { code: number; message: string; data?: unknown } | null;
  /** The only methods the faults above apply to; null is all of them. */
  methods: readonly string[] | null;
  /** Acknowledges this many sends and forgets them. */
  drop: number;
  /** Accepts this many sends, then resets the connection: the sender cannot know. */
  submitThenDie: number;
  /** Sends this text as the whole HTTP body. */
  body: string | null;
  /** Results by method, given instead of the truth. */
  results: Readonly<Record<string, unknown>>;
  /** Shows the chain as it was this many slots ago. */
  lagSlots: number;
  genesisHash: string | null;
}

export function noFaults(): Faults {
  return {
    down: false,
    delayMs: 0,
    http: 0,
    httpCount: null,
    retryAfterSeconds: 2,
    rpcError: null,
    methods: null,
    drop: 0,
    submitThenDie: 0,
    body: null,
    results: {},
    lagSlots: 0,
    genesisHash: null,
  };
}

/** What a call meets before the chain is asked. */
export type Hit =
  | { readonly kind: 'none' | 'reset' }
  | { readonly kind: 'http'; readonly status: number; readonly retryAfterSeconds: number }
  | { readonly kind: 'body'; readonly text: string }
  | { readonly kind: 'error'; readonly error: { code: number; message: string; data?: unknown } }
  | { readonly kind: 'result'; readonly result: unknown };

function httpHit(faults: Faults): Hit | undefined {
  if (faults.http === 0) return undefined;
  const status = faults.http;
  if (faults.httpCount !== null) {
    faults.httpCount -= 1;
    if (faults.httpCount <= 0) faults.http = 0;
  }
  return { kind: 'http', status, retryAfterSeconds: faults.retryAfterSeconds };
}

export function hit(faults: Faults, method: string): Hit {
  if (faults.methods !== null && !faults.methods.includes(method)) return { kind: 'none' };
  if (faults.down) return { kind: 'reset' };
  const http = httpHit(faults);
  if (http !== undefined) return http;
  if (faults.body !== null) return { kind: 'body', text: faults.body };
  if (faults.rpcError !== null) return { kind: 'error', error: faults.rpcError };
  if (method in faults.results) return { kind: 'result', result: faults.results[method] };
  return { kind: 'none' };
}
