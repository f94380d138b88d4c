/** What a call to the signer is made for: the id of a transaction, a signature or a request. It ends up in a log and nowhere else. */
export interface Traced {
  readonly trace?: string;
}

const TRACE = /^[A-Za-z0-9._-]{1,64}$/;

/** Short, and of characters that cannot end a log line or pass for another member of it. */
export function isTrace(value: unknown): value is string {
  return typeof value === 'string' && TRACE.test(value);
}

/** The members a line of the signer's log may have beside its level and its sentence. Never bytes, never a secret. */
export const SIGNER_LOG_FACTS = ['method', 'kind', 'walletId', 'address', 'code', 'reason', 'trace'] as const;

/** One line of the signer's log, as it writes it to its error output; the sentence is a fixed one. */
export type SignerLogLine = {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
} & { readonly [F in (typeof SIGNER_LOG_FACTS)[number]]?: string };
