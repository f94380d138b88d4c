/** Why a call to somebody outside did not bring an answer. A fixed word: neither address nor URL, which may hold a secret. */
export type OutboundProblem =
  | 'INVALID_URL'
  | 'INSECURE_URL'
  | 'DNS_FAILED'
  | 'PRIVATE_ADDRESS'
  | 'FORBIDDEN_ADDRESS'
  | 'CONNECTION_FAILED'
  | 'TLS_FAILED'
  | 'TIMEOUT'
  | 'ABORTED';

export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(
    readonly problem: OutboundProblem,
    options?: ErrorOptions,
  ) {
    super(problem, options);
  }
}
