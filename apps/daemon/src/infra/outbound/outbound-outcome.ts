import type { OutboundAnswer } from './outbound-http.js';
import { OutboundError } from './outbound-error.js';
import { MailRefusedError } from './outbound-mail.js';

/** How a call ended, for whoever may make it again. */
export type CallOutcome =
  | { readonly kind: 'delivered'; readonly httpStatus?: number | undefined }
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly httpStatus?: number | undefined;
      readonly retryAfterSeconds?: number | undefined;
    }
  | { readonly kind: 'postponed' };

/** Anything but 2xx failed, a redirect too. */
export function outcomeOfAnswer({ status, headers }: OutboundAnswer): CallOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', httpStatus: status };
  const retryAfterSeconds = secondsOf(headers['retry-after']);
  return {
    kind: 'failed',
    error: `HTTP_${status}`,
    httpStatus: status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** A call that was called off is no attempt. */
export function outcomeOfFailure(error: unknown): CallOutcome {
  if (error instanceof MailRefusedError) return { kind: 'failed', error: `SMTP_${error.replyCode}` };
  const problem = error instanceof OutboundError ? error.problem : 'FAILED';
  return problem === 'ABORTED' ? { kind: 'postponed' } : { kind: 'failed', error: problem };
}

function secondsOf(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^[0-9]{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
}
