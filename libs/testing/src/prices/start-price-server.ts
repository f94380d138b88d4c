import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coinGeckoAnswer, hermesAnswer, type QuotedPrice } from './price-answers.js';

/** How the server misbehaves: closes the connection, never answers, answers with a status, or with a body that is no JSON. */
export type PriceFault = 'down' | 'silent' | 'not-json' | 'truncated' | 'redirect' | { readonly status: number };

export interface PriceServer {
  readonly url: string;
  /** Path and query of every request so far. */
  readonly requests: readonly string[];
  /** Headers of the last request. */
  readonly lastHeaders: Readonly<Record<string, string | string[] | undefined>>;
  /**
   * Quotes a coin id or token address (CoinGecko), or a feed id without 0x (Hermes). The price is JSON text and may be anything: `0.1`,
   * `-1`, `"NaN"`, `null`.
   */
  quote(id: string, price: QuotedPrice): void;
  forget(id: string): void;
  /** Misbehaves until told otherwise. */
  fail(fault: PriceFault | null): void;
  close(): Promise<void>;
}

type Answer = (url: URL, prices: ReadonlyMap<string, QuotedPrice>) => string | undefined;

function misbehave(fault: PriceFault, body: string, request: IncomingMessage, response: ServerResponse): void {
  if (fault === 'silent') return;
  if (fault === 'down') {
    request.socket.destroy();
  } else if (fault === 'not-json') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>blocked</html>');
  } else if (fault === 'truncated') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 10 });
    response.write(body, () => request.socket.destroy());
  } else if (fault === 'redirect') {
    response.writeHead(302, { location: '/elsewhere' }).end();
  } else {
    response.writeHead(fault.status, { 'content-type': 'application/json' }).end('{"error":"refused"}');
  }
}

function answerFor(url: URL): Answer | undefined {
  if (/^\/api\/v3\/simple\/(price$|token_price\/[a-z-]+$)/.test(url.pathname)) return coinGeckoAnswer;
  return url.pathname === '/v2/updates/price/latest' ? hermesAnswer : undefined;
}

/** A local HTTP server that speaks like CoinGecko and like Pyth's Hermes, on a free port of 127.0.0.1. */
export async function startPriceServer(): Promise<PriceServer> {
  const prices = new Map<string, QuotedPrice>();
  const requests: string[] = [];
  let lastHeaders: IncomingMessage['headers'] = {};
  let fault: PriceFault | null = null;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    requests.push(request.url ?? '/');
    lastHeaders = request.headers;
    const body = answerFor(url)?.(url, prices);
    if (fault !== null) misbehave(fault, body ?? '{}', request, response);
    else if (body === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('Price ids not found');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get lastHeaders() {
      return lastHeaders;
    },
    quote: (id, price) => void prices.set(id, price),
    forget: (id) => void prices.delete(id),
    fail: (next) => {
      fault = next;
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
