import type { ErrorResponse } from '@waiaas/api-types';
import type { Principal } from './login-store';

/** The daemon's refusal, by its stable code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly body: ErrorResponse,
    /** Whose cookie was the proof; undefined where a signature or a password was, or nothing. */
    readonly principal: Principal | undefined,
  ) {
    super(body.code);
  }

  get code(): string {
    return this.body.code;
  }
}

/** No answer at all: the daemon is down, or the way to it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

export interface FieldIssue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Issues of a refused body, to be shown beside their fields. */
export function issuesOf(error: unknown): readonly FieldIssue[] {
  if (!(error instanceof ApiError)) return [];
  const issues = error.body.details?.['issues'];
  return Array.isArray(issues) ? (issues as FieldIssue[]) : [];
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

/** The login behind a request is over, or never was in this tab. */
export function isLoginOver(error: unknown): error is ApiError {
  return error instanceof ApiError && error.principal !== undefined && (error.status === 401 || error.code === 'CSRF_REQUIRED');
}

/** The same read may pass later. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof ApiError && error.status >= 500);
}
