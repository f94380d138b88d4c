/** What a caller is told of a call that failed: the daemon's own words where there are any. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly hint?: string;
  readonly details?: unknown;
  readonly requestId?: string;
  /** Sent again with this key, the request is made once at most. */
  readonly idempotencyKey?: string;
}

export class ToolFailure extends Error {
  constructor(readonly report: FailureReport) {
    super(report.message);
  }
}

export interface ArgumentIssue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** In the words in which the daemon refuses a body. */
export function invalidArguments(issues: readonly ArgumentIssue[]): ToolFailure {
  return new ToolFailure({
    code: 'VALIDATION_FAILED',
    message: 'The arguments are not valid.',
    retryable: false,
    details: { issues },
  });
}
