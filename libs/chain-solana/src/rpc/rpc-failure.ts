/** Why an endpoint gave no usable answer. `node-error`: it answered, with an error of its own. */
export type RpcFailureKind =
  'unreachable' | 'timeout' | 'http-status' | 'rate-limited' | 'too-large' | 'garbage' | 'wrong-chain' | 'behind' | 'node-error';

/** The error object of a JSON-RPC answer. Its text is read for classification and never shown. */
export interface NodeError {
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

/** One endpoint failed one question. Never leaves this library: the pool asks the next endpoint or raises a DomainError. */
export class RpcFailure extends Error {
  constructor(
    readonly kind: RpcFailureKind,
    detail: string,
    readonly more: { readonly retryAfterMs?: number; readonly nodeError?: NodeError } = {},
  ) {
    super(`${kind}: ${detail}`);
    this.name = 'RpcFailure';
  }
}

/** An answer of the wrong type or size. `what` names the member, never its content. */
export function garbage(what: string): RpcFailure {
  return new RpcFailure('garbage', what);
}
