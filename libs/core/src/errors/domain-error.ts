import type { ErrorCode } from './error-code.js';

/** One refused member of a request: a path such as `token.decimals`, a stable code and a fixed sentence. Never a value. */
export interface FieldIssue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface DomainErrorOptions {
  /** Safe to show to the caller: facts the daemon computed, never the caller's own text. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What to do next, in one sentence. */
  readonly hint?: string;
  /** Seconds after which the same request may pass. */
  readonly retryAfterSeconds?: number;
  /** Logged, never shown. */
  readonly cause?: unknown;
  /** Overrides the fixed `retryable` of the code where api.md §14 names an exception. */
  readonly retryable?: boolean;
}

/** An expected refusal with a stable code. The HTTP status and the message belong to the code, not to the place that raises it. */
export class DomainError extends Error {
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly hint: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly retryable: boolean | undefined;

  constructor(
    readonly code: ErrorCode,
    options: DomainErrorOptions = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.details = options.details;
    this.hint = options.hint;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.retryable = options.retryable;
  }
}

/** A 400 that names each refused member. */
export function validationError(issues: readonly FieldIssue[], hint?: string): DomainError {
  return new DomainError('VALIDATION_FAILED', { details: { issues }, ...(hint === undefined ? {} : { hint }) });
}
