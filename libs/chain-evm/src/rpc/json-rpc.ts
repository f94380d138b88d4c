import { garbage, RpcFailure } from './rpc-failure.js';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcError {
  readonly code: number;
  /** Text of the node: read for classification, never shown. */
  readonly message: string;
  readonly data?: unknown;
}

export type RpcAnswer = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: RpcError };

const MAX_MESSAGE = 2000;

export function rpcCall(method: string, ...params: readonly unknown[]): RpcCall {
  return { method, params };
}

/** JSON-RPC 2.0 request object; its id is its place in the batch. */
export function requestObject(call: RpcCall, id: number): Record<string, unknown> {
  return { jsonrpc: '2.0', id, method: call.method, params: call.params };
}

/** The answer in a JSON-RPC 2.0 response object. Throws RpcFailure `garbage` for anything else. */
export function answerOf(value: unknown, id: number): RpcAnswer {
  if (!isRecord(value)) throw garbage('response object');
  if (value['error'] !== undefined && value['error'] !== null) return { ok: false, error: errorOf(value['error']) };
  if (value['id'] !== id) throw garbage('response id');
  if (!('result' in value)) throw garbage('response without result');
  return { ok: true, result: value['result'] };
}

/** The answers of a batch in the order of its requests, whatever order the node chose; undefined where the node refuses batches. */
export function batchAnswersOf(value: unknown, count: number): readonly RpcAnswer[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const byId = new Map<unknown, unknown>();
  for (const item of value as readonly unknown[]) if (isRecord(item)) byId.set(item['id'], item);
  if (byId.size < count) return undefined;
  return Array.from({ length: count }, (_, id) => answerOf(byId.get(id), id));
}

/** The result of a call that has no expected error. Throws RpcFailure `node-error` for one. */
export function resultOf(answer: RpcAnswer | undefined): unknown {
  if (answer === undefined) throw garbage('missing answer');
  if (!answer.ok) throw nodeError(answer.error);
  return answer.result;
}

/** How the pool sees an error object of a node: some say that the node wants to be asked less. */
export function nodeError(error: RpcError): RpcFailure {
  const isRateLimit = error.code === -32005 || error.code === 429 || /rate limit|too many requests/i.test(error.message);
  return new RpcFailure(isRateLimit ? 'rate-limited' : 'node-error', `code ${String(error.code)}`);
}

function errorOf(value: unknown): RpcError {
  if (!isRecord(value)) throw garbage('error object');
  const { code, message, data } = value;
  return {
    code: typeof code === 'number' && Number.isSafeInteger(code) ? code : 0,
    message: typeof message === 'string' ? message.slice(0, MAX_MESSAGE) : '',
    ...(data === undefined ? {} : { data }),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
