import type { DaemonClient } from './daemon-client.js';
import {
  failure,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  isRecord,
  METHOD_NOT_FOUND,
  parseMessage,
  RpcError,
  type RequestId,
  type RpcReply,
  type RpcRequest,
} from './json-rpc.js';
import type { Tool } from './tool.js';
import { invalidArguments, ToolFailure } from './tool-failure.js';

const LATEST_VERSION = '2025-11-25';
const VERSIONS = new Set([LATEST_VERSION, '2025-06-18', '2025-03-26', '2024-11-05']);

export interface McpServerParts {
  readonly tools: readonly Tool[];
  readonly daemon: DaemonClient;
  readonly walletId: string | undefined;
  readonly instructions: string;
  readonly version: string;
  readonly send: (reply: RpcReply) => void;
}

/**
 * The Model Context Protocol, as far as a server of tools speaks it: initialize, ping, tools/list, tools/call and the cancelling of a call.
 * Written here because the usual library brings two web servers and ninety packages into the process that holds the token, for none of
 * which a pipe has a use. Its client is what the tests speak through.
 */
export class McpServer {
  readonly #tools: ReadonlyMap<string, Tool>;
  readonly #running = new Map<RequestId, AbortController>();

  constructor(private readonly parts: McpServerParts) {
    this.#tools = new Map(parts.tools.map((tool) => [tool.name, tool]));
  }

  /** Takes one line. Replies come through `send`, in the order in which they are ready. */
  async receive(line: string): Promise<void> {
    try {
      const message = parseMessage(line);
      if (message === 'ignored') return;
      if ('id' in message) await this.#answer(message);
      else if (message.method === 'notifications/cancelled') this.#cancel(message.params['requestId']);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      this.parts.send(failure(null, error.code, error.message));
    }
  }

  /** Ends what still waits. */
  close(): void {
    for (const running of this.#running.values()) running.abort();
  }

  async #answer(request: RpcRequest): Promise<void> {
    const running = new AbortController();
    this.#running.set(request.id, running);
    try {
      const result = await this.#result(request, running.signal);
      // Of a call that was cancelled the caller wants to hear no more.
      if (!running.signal.aborted) this.parts.send({ jsonrpc: '2.0', id: request.id, result });
    } catch (error) {
      const [code, text] = error instanceof RpcError ? [error.code, error.message] : [INTERNAL_ERROR, 'Internal error.'];
      this.parts.send(failure(request.id, code, text));
    } finally {
      this.#running.delete(request.id);
    }
  }

  async #result({ method, params }: RpcRequest, signal: AbortSignal): Promise<unknown> {
    switch (method) {
      case 'initialize':
        return this.#introduce(params['protocolVersion']);
      case 'ping':
        return {};
      case 'tools/list':
        return { tools: this.parts.tools.map(({ run: _run, ...described }) => described) };
      case 'tools/call':
        return this.#call(params, signal);
      default:
        throw new RpcError(METHOD_NOT_FOUND, 'This server has tools and nothing else.');
    }
  }

  #introduce(wanted: unknown): unknown {
    return {
      protocolVersion: typeof wanted === 'string' && VERSIONS.has(wanted) ? wanted : LATEST_VERSION,
      capabilities: { tools: {} },
      serverInfo: { name: 'waiaas', title: 'WAIaaS wallet', version: this.parts.version },
      instructions: this.parts.instructions,
    };
  }

  async #call(params: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    const tool = typeof params['name'] === 'string' ? this.#tools.get(params['name']) : undefined;
    if (tool === undefined) throw new RpcError(INVALID_PARAMS, 'There is no such tool.');
    const input = params['arguments'] ?? {};
    if (!isRecord(input)) throw new RpcError(INVALID_PARAMS, 'The arguments must be an object.');
    try {
      refuseUnknown(tool, input);
      const { daemon, walletId } = this.parts;
      return contentOf(await tool.run(input, { daemon, walletId, signal }), false);
    } catch (error) {
      if (error instanceof ToolFailure) return contentOf(error.report, true);
      throw error;
    }
  }

  #cancel(id: unknown): void {
    if (typeof id === 'string' || typeof id === 'number') this.#running.get(id)?.abort();
  }
}

/** A misspelt argument must not be passed over in silence: `walletID` would pay from another wallet. */
function refuseUnknown(tool: Tool, input: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(input).filter((name) => !Object.hasOwn(tool.inputSchema.properties, name));
  if (unknown.length === 0) return;
  throw invalidArguments(unknown.map((path) => ({ path, code: 'unknown', message: 'is no argument of this tool' })));
}

function contentOf(value: unknown, isError: boolean): unknown {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], isError };
}
