import { type OutboundAnswer, OutboundHttp } from '../../../infra/outbound/outbound-http.js';
import { type CallOutcome, outcomeOfAnswer, outcomeOfFailure } from '../../../infra/outbound/outbound-outcome.js';

export interface JsonPost {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
}

type Reader = (answer: OutboundAnswer) => CallOutcome;

/** Posts JSON and reads the answer; whatever goes wrong is an outcome. */
export async function postJson(http: OutboundHttp, post: JsonPost, read: Reader = outcomeOfAnswer): Promise<CallOutcome> {
  try {
    const headers = { 'content-type': 'application/json', ...post.headers };
    return read(await http.post({ ...post, headers, body: JSON.stringify(post.body) }));
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

/** The outcome of an answer whose body says in seconds, perhaps in fractions, when to come again. */
export function withRetryIn(
  answer: OutboundAnswer,
  secondsIn: (body: Readonly<Record<string, unknown>>) => unknown,
): CallOutcome {
  const outcome = outcomeOfAnswer(answer);
  if (outcome.kind !== 'failed' || answer.status !== 429) return outcome;
  const seconds = secondsIn(membersOf(answer.body));
  const isSeconds = typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0;
  return isSeconds ? { ...outcome, retryAfterSeconds: Math.ceil(seconds) } : outcome;
}

/** The members of a JSON object; none for anything else. */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
