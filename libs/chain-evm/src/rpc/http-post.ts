import type { HttpClient, HttpReply } from './http-client.js';
import { RpcFailure } from './rpc-failure.js';

export interface HttpTarget {
  /** Without credentials: they are in a header. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly client: HttpClient;
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
    const reply = await target.client(target.url, { headers: target.headers, body, signal });
    refuseByStatus(reply);
    return { status: reply.status, body: parseJson(await readCapped(reply, target.maxBytes), reply.status) };
  } catch (error) {
    if (error instanceof RpcFailure) throw error;
    throw signal.aborted ? new RpcFailure('timeout', 'no answer in time') : new RpcFailure('unreachable', codeOf(error));
  }
}

function refuseByStatus({ status, retryAfter }: HttpReply): void {
  if (status >= 300 && status < 400) throw new RpcFailure('redirect', 'redirects are not followed');
  if (status === 429) throw new RpcFailure('rate-limited', 'HTTP 429', retryAfterMs(retryAfter));
}

function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined || !/^[0-9]{1,6}$/.test(header.trim())) return undefined;
  return Math.min(Number(header) * 1000, MAX_RETRY_AFTER_MS);
}

/** Leaving the loop early closes the connection. */
async function readCapped(reply: HttpReply, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.body) {
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
