import type { HttpClient, HttpReply } from '../src/rpc/http-client.js';

/** What a scripted node does with a call: gives a result, or throws one of these. */
export class ScriptedError {
  constructor(
    readonly code: number,
    readonly message: string,
    readonly data?: unknown,
  ) {}
}

export type ScriptedMethod = (...params: readonly unknown[]) => unknown;

interface Call {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** An HTTP node in memory: answers by script and writes down what it was asked. */
export class ScriptedNode {
  readonly asked: string[] = [];
  httpRequests = 0;
  /** Replaces the whole HTTP answer while set. */
  override: ((body: string) => Response | Promise<Response>) | undefined;
  readonly methods: Record<string, ScriptedMethod>;

  constructor(methods: Record<string, ScriptedMethod>) {
    this.methods = { eth_chainId: () => '0x14a34', ...methods };
  }

  readonly client: HttpClient = async (_url, { body, signal }) => {
    signal.throwIfAborted();
    return replyOf(await this.respond(body));
  };

  async respond(body: string): Promise<Response> {
    this.httpRequests += 1;
    const parsed = JSON.parse(body) as Call | readonly Call[];
    const calls = Array.isArray(parsed) ? (parsed as readonly Call[]) : [parsed as Call];
    this.asked.push(...calls.map((call) => call.method));
    if (this.override !== undefined) return this.override(body);
    const answers = calls.map((call) => this.#answer(call));
    return Response.json(Array.isArray(parsed) ? answers : answers[0]);
  }

  count(method: string): number {
    return this.asked.filter((name) => name === method).length;
  }

  #answer({ id, method, params }: Call): object {
    const script = this.methods[method];
    const result = script === undefined ? new ScriptedError(-32601, 'method not found') : script(...params);
    if (!(result instanceof ScriptedError)) return { jsonrpc: '2.0', id, result };
    return { jsonrpc: '2.0', id, error: { code: result.code, message: result.message, data: result.data } };
  }
}

function replyOf(response: Response): HttpReply {
  const body = (response.body ?? []) as unknown as AsyncIterable<Uint8Array>;
  return { status: response.status, retryAfter: response.headers.get('retry-after') ?? undefined, body };
}

/** One client for several scripted nodes, by origin. */
export function clientFor(nodes: Readonly<Record<string, ScriptedNode>>): HttpClient {
  return async (url, post) => {
    const node = nodes[new URL(url).host];
    if (node === undefined) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    return node.client(url, post);
  };
}
