import type { ServerResponse } from 'node:http';

// The master password is missing on purpose: a foreign page speaks as a session or not at all.
const REQUEST_HEADERS = 'authorization, content-type, idempotency-key, prefer, x-request-id';
const RESPONSE_HEADERS = 'x-request-id, retry-after, idempotent-replayed, preference-applied';

/** Names the one origin that asked; never a wildcard, never with credentials. */
export function setCorsHeaders(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', RESPONSE_HEADERS);
  response.setHeader('vary', 'Origin');
}

export function answerPreflight(response: ServerResponse, method: string): void {
  response.setHeader('access-control-allow-methods', method);
  response.setHeader('access-control-allow-headers', REQUEST_HEADERS);
  response.setHeader('access-control-max-age', '600');
  response.writeHead(204);
  response.end();
}
