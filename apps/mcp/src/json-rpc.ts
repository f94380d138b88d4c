/** JSON-RPC 2.0, as far as a server over a pipe needs it. */
export type RequestId = string | number;

export interface RpcRequest {
  readonly id: RequestId;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface RpcNotification {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type RpcReply =
  | { readonly jsonrpc: '2.0'; readonly id: RequestId; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0';
      readonly id: RequestId | null;
      readonly error: { readonly code: number; readonly message: string };
    };

export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
export const METHOD_NOT_FOUND = -32_601;
export const INVALID_PARAMS = -32_602;
export const INTERNAL_ERROR = -32_603;

/** A refusal that goes back to the caller. The message is fixed text and never repeats what was sent. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function failure(id: RequestId | null, code: number, message: string): RpcReply {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** What a line holds. Answers of the other side, which this server never asks anything, read as `ignored`. */
export function parseMessage(line: string): RpcRequest | RpcNotification | 'ignored' {
  const message = parseJson(line);
  if (!isRecord(message) || message['jsonrpc'] !== '2.0') throw new RpcError(INVALID_REQUEST, 'Not a JSON-RPC 2.0 message.');
  return isAnswer(message) ? 'ignored' : toRequest(message);
}

function isAnswer(message: Readonly<Record<string, unknown>>): boolean {
  return message['method'] === undefined && ('result' in message || 'error' in message);
}

function toRequest(message: Readonly<Record<string, unknown>>): RpcRequest | RpcNotification {
  const { method, id, params = {} } = message;
  if (typeof method !== 'string' || !isRecord(params)) throw new RpcError(INVALID_REQUEST, 'Not a request.');
  if (id === undefined) return { method, params };
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) throw new RpcError(INVALID_REQUEST, 'The id is none.');
  return { id: id as RequestId, method, params };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new RpcError(PARSE_ERROR, 'Not JSON.');
  }
}
