import { parseExactJson } from './exact-json.js';
import type { SourceProblem } from './price-source.port.js';

const MAX_BYTES = 1_048_576;

export interface JsonRequest {
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
}

export type JsonReply = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: SourceProblem };

async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The body of fetch is iterable in Node; the DOM type does not say so.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function problemOf(error: unknown): SourceProblem {
  if (error instanceof SyntaxError) return 'nonsense';
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable';
}

/** Gets JSON with its numbers as text. No redirects: only the host that was configured is ever called. */
export async function getJson(
  { fetch, timeoutMs }: JsonRequest,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<JsonReply> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { ok: false, problem: `http_${response.status}` };
    }
    const text = await readBounded(response);
    return text === undefined ? { ok: false, problem: 'nonsense' } : { ok: true, body: parseExactJson(text) };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}
