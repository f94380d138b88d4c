import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { orAborted } from './or-aborted.js';
import { OutboundError, type OutboundProblem } from './outbound-error.js';
import { type HostLookup, resolveHost, systemLookup } from './resolve-host.js';

export interface OutboundPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
  /** Ends the call early; it then fails with ABORTED. */
  readonly signal: AbortSignal;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** At most {@link MAX_ANSWER_BYTES}; what is longer is cut. */
  readonly body: string;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 16 * 1024;

/**
 * Posts to a URL that somebody typed in. The name is resolved once, its addresses are judged and exactly these are dialled; redirects
 * are answers like any other, nobody follows them; plain http goes to private addresses only. One bound on the time of it all.
 */
export class OutboundHttp {
  constructor(
    private readonly lookupHost: HostLookup = systemLookup,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** Throws OutboundError. */
  async post(post: OutboundPost): Promise<OutboundAnswer> {
    const url = parseUrl(post.url);
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const signal = AbortSignal.any([post.signal, timeout]);
    try {
      return await orAborted(signal, this.#post(url, post, signal));
    } catch (error) {
      if (timeout.aborted) throw new OutboundError('TIMEOUT', { cause: error });
      if (post.signal.aborted) throw new OutboundError('ABORTED', { cause: error });
      throw error instanceof OutboundError ? error : new OutboundError(problemOf(error), { cause: error });
    }
  }

  async #post(url: URL, post: OutboundPost, signal: AbortSignal): Promise<OutboundAnswer> {
    const hostname = url.hostname.replace(/^\[|\]$/g, '');
    const { addresses, isPrivate } = await resolveHost(hostname, { ...post, lookupHost: this.lookupHost });
    if (url.protocol === 'http:' && !isPrivate) throw new OutboundError('INSECURE_URL');
    let failure: unknown;
    for (const address of addresses) {
      try {
        return await exchange({ url, hostname, address, post, signal });
      } catch (error) {
        // Only where nothing was sent may another address be tried: the same thing must not be told twice.
        if (!isRefusedConnection(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  }
}

interface Exchange {
  readonly url: URL;
  readonly hostname: string;
  readonly address: string;
  readonly post: OutboundPost;
  readonly signal: AbortSignal;
}

async function exchange(parts: Exchange): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const request = open(parts);
    request.once('error', reject);
    request.once('response', (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.end(parts.post.body);
  });
}

function open({ url, hostname, address, post, signal }: Exchange): ClientRequest {
  const options = {
    method: 'POST',
    host: address,
    port: url.port === '' ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers: { ...post.headers, host: url.host, 'content-length': String(Buffer.byteLength(post.body)) },
    agent: false as const,
    signal,
  };
  if (url.protocol === 'http:') return httpRequest(options);
  // The certificate must be the name's, whatever address is dialled.
  return httpsRequest({ ...options, ...(isIP(hostname) === 0 ? { servername: hostname } : {}) });
}

async function readAnswer(response: IncomingMessage): Promise<OutboundAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_ANSWER_BYTES) break;
  }
  response.destroy();
  const body = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isWeb || url.username !== '' || url.password !== '') throw new OutboundError('INVALID_URL');
  return url;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isRefusedConnection(error: unknown): boolean {
  return ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(codeOf(error));
}

function problemOf(error: unknown): OutboundProblem {
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(codeOf(error))
    ? 'TLS_FAILED'
    : 'CONNECTION_FAILED';
}
