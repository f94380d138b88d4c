import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord, type Call } from './call.js';
import { hit, noFaults, type Faults, type Hit } from './faults.js';
import { ACCOUNT_METHODS } from './methods/account-methods.js';
import { CHAIN_METHODS } from './methods/chain-methods.js';
import { TEST_METHODS } from './methods/test-methods.js';
import { TOKEN_METHODS } from './methods/token-methods.js';
import { TRANSACTION_METHODS } from './methods/transaction-methods.js';
import { RpcError } from './rpc-error.js';
import type { TestChain } from './test-chain.js';

const METHODS = { ...CHAIN_METHODS, ...ACCOUNT_METHODS, ...TOKEN_METHODS, ...TRANSACTION_METHODS };

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** One door to the chain: a JSON-RPC endpoint with its own faults. */
export class EndpointServer {
  readonly faults: Faults = noFaults();
  readonly server: Server;
  readonly #counts = new Map<string, number>();

  constructor(
    readonly chain: TestChain,
    readonly genesisHash: string,
  ) {
    this.server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  /** The `{"result"}` or `{"error"}` half of an answer. */
  answer(method: string, params: readonly unknown[]): Record<string, unknown> {
    const call: Call = { chain: this.chain, faults: this.faults, genesisHash: this.genesisHash, counts: this.#counts, params };
    try {
      const run = TEST_METHODS[method] ?? METHODS[method];
      if (run === undefined) throw new RpcError(-32601, 'Method not found');
      return { result: run(call) };
    } catch (error) {
      if (error instanceof RpcError) return { error: { code: error.code, message: error.message, data: error.data } };
      return { error: { code: -32603, message: error instanceof Error ? error.message : 'Internal error' } };
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await readBody(request));
    const calls = (Array.isArray(body) ? body : [body]).filter(isRecord);
    const answers: unknown[] = [];
    for (const call of calls) {
      const answer = await this.#serveCall(call, response);
      if (answer === undefined) return;
      answers.push(answer);
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
  }

  /** Undefined where a fault has answered for good. */
  async #serveCall(call: Readonly<Record<string, unknown>>, response: ServerResponse): Promise<unknown> {
    const method = String(call['method']);
    const params = Array.isArray(call['params']) ? call['params'] : [];
    const head = { jsonrpc: '2.0', id: call['id'] ?? null };
    if (method in TEST_METHODS) return { ...head, ...this.answer(method, params) };
    this.#counts.set(method, (this.#counts.get(method) ?? 0) + 1);
    const found = hit(this.faults, method);
    if (this.faults.delayMs > 0) await sleep(this.faults.delayMs);
    if (refuse(found, response)) return undefined;
    if (found.kind === 'error') return { ...head, error: found.error };
    if (found.kind === 'result') return { ...head, result: found.result };
    const answer = this.answer(method, params);
    return this.#diesAfter(method, answer, response) ? undefined : { ...head, ...answer };
  }

  #diesAfter(method: string, answer: Record<string, unknown>, response: ServerResponse): boolean {
    if (method !== 'sendTransaction' || this.faults.submitThenDie === 0 || !('result' in answer)) return false;
    this.faults.submitThenDie -= 1;
    response.socket?.resetAndDestroy();
    return true;
  }
}

function refuse(found: Hit, response: ServerResponse): boolean {
  if (found.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return true;
  }
  if (found.kind === 'http') {
    response.statusCode = found.status;
    if (found.status === 429) response.setHeader('retry-after', String(found.retryAfterSeconds));
    response.end('refused');
    return true;
  }
  if (found.kind === 'body') {
    response.setHeader('content-type', 'application/json');
    response.end(found.text);
    return true;
  }
  return false;
}
