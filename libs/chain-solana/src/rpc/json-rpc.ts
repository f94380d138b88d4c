import { isRecord } from './answer-shape.js';
import { garbage, RpcFailure, type NodeError } from './rpc-failure.js';

export interface RpcTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_RETRY_AFTER_SECONDS = 300;
const MAX_MESSAGE = 500;
// A u64 beyond 2^53 would lose its last digits in JSON.parse. Base64 holds no quotes, so nothing but a member can match.
const LARGE_LAMPORTS = /"(lamports|value)":\s*(\d{16,20})(?=\s*[,}])/g;

/**
 * One JSON-RPC 2.0 call over one HTTP request: no retry, no redirect, bounded in time and size.
 *
 * @throws RpcFailure for everything that is no result, a node's error object included.
 */
export async function callRpc(target: RpcTarget, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await post(target, body);
  return resultOf(parse(response));
}

async function post(target: RpcTarget, body: string): Promise<string> {
  const signal = AbortSignal.timeout(target.timeoutMs);
  const headers = { 'content-type': 'application/json', ...target.headers };
  try {
    const response = await fetch(target.url, { method: 'POST', headers, body, signal, redirect: 'error' });
    const text = await readText(response);
    if (response.ok) return text;
    throw statusFailure(response, text);
  } catch (error) {
    if (error instanceof RpcFailure) throw error;
    throw new RpcFailure(signal.aborted ? 'timeout' : 'unreachable', error instanceof Error ? error.name : 'failed');
  }
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new RpcFailure('too-large', 'answer');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function statusFailure(response: Response, body: string): RpcFailure {
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? '0');
    const isUsable = Number.isFinite(seconds) && seconds > 0;
    const retryAfterMs = isUsable ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1000 : undefined;
    return new RpcFailure('rate-limited', 'HTTP 429', retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  // Some nodes and gateways send an error object together with an HTTP status.
  const nodeError = nodeErrorIn(body);
  return nodeError ?? new RpcFailure('http-status', `HTTP ${String(response.status)}`);
}

function nodeErrorIn(body: string): RpcFailure | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return isRecord(answer) && isRecord(answer['error']) ? failureOf(answer['error']) : undefined;
  } catch {
    return undefined;
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body.replace(LARGE_LAMPORTS, '"$1":"$2"')) as unknown;
  } catch {
    throw garbage('JSON');
  }
}

function resultOf(answer: unknown): unknown {
  if (!isRecord(answer)) throw garbage('answer object');
  const { error } = answer;
  if (error !== undefined && error !== null) throw isRecord(error) ? failureOf(error) : garbage('error object');
  if (answer['id'] !== 1 || !('result' in answer)) throw garbage('answer id or result');
  return answer['result'];
}

const NODE_UNHEALTHY = -32005;
const MIN_CONTEXT_SLOT_NOT_REACHED = -32016;

function failureOf(error: Record<string, unknown>): RpcFailure {
  const code = typeof error['code'] === 'number' ? error['code'] : 0;
  const message = typeof error['message'] === 'string' ? error['message'].slice(0, MAX_MESSAGE) : '';
  const nodeError: NodeError = { code, message, data: error['data'] };
  if (code === NODE_UNHEALTHY || code === MIN_CONTEXT_SLOT_NOT_REACHED)
    return new RpcFailure('behind', String(code), { nodeError });
  if (code === 429 || /rate limit|too many requests/i.test(message))
    return new RpcFailure('rate-limited', String(code), { nodeError });
  return new RpcFailure('node-error', String(code), { nodeError });
}
