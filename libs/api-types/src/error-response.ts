/** The body of every refusal: flat, with fixed text per code. */
export interface ErrorResponse {
  readonly code: string;
  readonly message: string;
  /** Whether the same request may pass later. */
  readonly retryable: boolean;
  readonly requestId: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly hint?: string;
}
