import { isRecord } from './json-rpc.js';
import { ToolFailure, type FailureReport } from './tool-failure.js';
import type { TokenFile } from './token-file.js';

const TIMEOUT_MS = 30_000;

export interface DaemonCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Already encoded, with its query. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of what the file holds. */
  readonly token?: string;
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
}

/** The daemon by one session. Answers are JSON; everything else becomes a ToolFailure with a code and what to do. */
export class DaemonClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: Pick<TokenFile, 'read'>,
  ) {}

  async call(call: DaemonCall): Promise<unknown> {
    if (call.token !== undefined) return bodyOf(await this.#send(call, call.token));
    const token = await this.token.read();
    const answer = await this.#send(call, token);
    if (answer.status !== 401) return bodyOf(answer);
    // The file may have been replaced between reading it and sending: the daemon has done nothing for a token it does not know.
    const current = await this.token.read();
    return bodyOf(current === token ? answer : await this.#send(call, current));
  }

  async #send(call: DaemonCall, token: string): Promise<Response> {
    try {
      return await fetch(`${this.baseUrl}${call.path}`, {
        method: call.method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        redirect: 'error',
        signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS)]),
      });
    } catch {
      throw call.signal.aborted ? cancelled() : unreachable();
    }
  }
}

async function bodyOf(answer: Response): Promise<unknown> {
  const body = await jsonOf(answer);
  if (answer.ok) return body;
  throw new ToolFailure(isReport(body) ? body : unexpected());
}

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new ToolFailure(unexpected());
  }
}

function isReport(body: unknown): body is FailureReport {
  return isRecord(body) && typeof body['code'] === 'string' && typeof body['message'] === 'string';
}

function unexpected(): FailureReport {
  return {
    code: 'UNEXPECTED_ANSWER',
    message: 'The answer is none of the daemon.',
    retryable: false,
    hint: 'Check WAIAAS_BASE_URL: something else may listen there.',
  };
}

function unreachable(): ToolFailure {
  return new ToolFailure({
    code: 'DAEMON_UNREACHABLE',
    message: 'The daemon did not answer.',
    retryable: true,
    hint: 'Check that the daemon runs, and WAIAAS_BASE_URL.',
  });
}

export function cancelled(): ToolFailure {
  return new ToolFailure({ code: 'CANCELLED', message: 'The call was cancelled.', retryable: true });
}
