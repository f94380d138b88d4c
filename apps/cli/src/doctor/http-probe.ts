import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { hostOf, portOf } from './target.js';

const TIMEOUT_MS = 8000;

export interface ProbeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Probe {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
  readonly timeoutMs?: number;
  /** A socket of this machine instead of a port. */
  readonly socketPath?: string;
}

/** One request as it stands: whatever Host is named is what is sent. Certificates are judged elsewhere. */
export function probe(
  url: URL,
  { path, headers = {}, method = 'GET', body, timeoutMs, socketPath }: Probe,
): Promise<ProbeAnswer> {
  const send = url.protocol === 'https:' ? tlsRequest : plainRequest;
  const where = socketPath === undefined ? { host: hostOf(url), port: portOf(url) } : { socketPath };
  return new Promise((resolve, reject) => {
    const asked = send(
      {
        ...where,
        path,
        method,
        headers,
        agent: false,
        rejectUnauthorized: false,
        signal: AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    asked.on('error', (error) => reject(error.name === 'AbortError' ? new Error('no answer in time') : error));
    asked.end(body);
  });
}
