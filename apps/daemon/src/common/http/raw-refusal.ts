import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError, type ErrorCode } from '@waiaas/core';
import { flatError, type FlatError } from '../errors/flat-error.js';

export const SECURITY_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

function headersOf(flat: FlatError, requestId: string, payload: string): Record<string, string> {
  return {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(payload)),
    'x-request-id': requestId,
    ...(flat.retryAfterSeconds === undefined ? {} : { 'retry-after': String(flat.retryAfterSeconds) }),
  };
}

/** Answers a refusal that was decided before the framework saw the request. */
export function refuse(response: ServerResponse, error: DomainError, requestId: string): void {
  const flat = flatError(error, requestId);
  const payload = JSON.stringify(flat.body);
  response.writeHead(flat.status, headersOf(flat, requestId, payload));
  response.end(payload);
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  408: 'Request Timeout',
  421: 'Misdirected Request',
  431: 'Request Header Fields Too Large',
};

/** Answers on the bare connection where no request could be made of what arrived, and closes it. */
export function refuseConnection(socket: Duplex, code: ErrorCode, requestId: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const flat = flatError(new DomainError(code), requestId);
  const payload = JSON.stringify(flat.body);
  const headers = { ...headersOf(flat, requestId, payload), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${flat.status} ${REASONS[flat.status] ?? 'Error'}\r\n${lines.join('\r\n')}\r\n\r\n${payload}`);
}
