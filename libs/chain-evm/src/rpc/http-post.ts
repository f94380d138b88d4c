import { RpcFailure } from './rpc-failure.js';

export type Fetch = typeof fetch;

export interface HttpTarget {
  /** Without credentials: fetch refuses a URL that has them. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly fetch: Fetch;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Posts JSON once and gives the JSON of the answer. Never repeats by itself and follows no redirect.
 *
 * @throws RpcFailure for everything that is no JSON answer within time and size.
 */
export async function postJson(target: HttpTarget, body: string): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(target.timeoutMs);
  try {
    const response = await target.fetch(target.url, {
      method: 'POST',
      headers: target.headers,
      body,
      redirect: 'manual',
      signal,
    });
    refuseByStatus(response);
    return { status: response.status, body: parseJson(await readCapped(response, target.maxBytes), response.status) };
  } catch (error) {
    if (error instanceof RpcFailure) throw error;
    throw signal.aborted ? new RpcFailure('timeout', 'no answer in time') : new RpcFailure('unreachable', codeOf(error));
  }
}

function refuseByStatus(response: Response): void {
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    throw new RpcFailure('redirect', 'redirects are not followed');
  }
  if (response.status === 429)
    throw new RpcFailure('rate-limited', 'HTTP 429', retryAfterMs(response.headers.get('retry-after')));
}

function retryAfterMs(header: string | null): number | undefined {
  if (header === null || !/^[0-9]{1,6}$/.test(header.trim())) return undefined;
  return Math.min(Number(header) * 1000, MAX_RETRY_AFTER_MS);
}

async function readCapped(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new RpcFailure('too-large', 'answer above the size limit');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (status >= 400) throw new RpcFailure('http-status', `HTTP ${String(status)}`);
    throw new RpcFailure('garbage', 'answer is not JSON');
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'connection failed';
}
