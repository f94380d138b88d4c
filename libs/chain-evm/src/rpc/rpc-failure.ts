/** Why an endpoint gave no usable answer. `node-error`: it answered, with an error of its own. */
export type RpcFailureKind =
  | 'unreachable'
  | 'timeout'
  | 'http-status'
  | 'rate-limited'
  | 'redirect'
  | 'too-large'
  | 'garbage'
  | 'wrong-chain'
  | 'node-error';

/** One endpoint failed one question. Never leaves this library: the pool tries the next endpoint or raises a DomainError. */
export class RpcFailure extends Error {
  constructor(
    readonly kind: RpcFailureKind,
    readonly detail: string,
    readonly retryAfterMs?: number,
  ) {
    super(`${kind}: ${detail}`);
    this.name = 'RpcFailure';
  }
}

/** An answer of the wrong type, sign or size. `what` names the field, never its content. */
export function garbage(what: string): RpcFailure {
  return new RpcFailure('garbage', what);
}
