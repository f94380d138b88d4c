import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AnswerRewriter } from './answer-rewriter.js';
import { isHit, type Fault, type ProxiedCall } from './fault.js';
import { Gate, type GateOptions } from './gate.js';

interface ActiveFault {
  readonly fault: Fault;
  left: number;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  readonly calls: readonly ProxiedCall[];
  readonly faults: readonly Fault[];
}

/** An HTTP JSON-RPC proxy on 127.0.0.1 that breaks what passes it, on demand, and counts it. */
export class FaultProxy {
  readonly url: string;
  readonly #server: Server;
  readonly #rewriter = new AnswerRewriter();
  readonly #counts = new Map<string, number>();
  #target: string;
  #active: ActiveFault[] = [];
  #gates: Gate[] = [];
  #jittered = 0;

  constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    server.on('request', (request, response) => {
      this.#handle(request, response).catch(() => request.socket.destroy());
    });
  }

  /** Calls of a method that arrived here, whatever became of them. */
  calls(method: string): number {
    return this.#counts.get(method) ?? 0;
  }

  /** All calls that arrived, or HTTP requests with the name `http`. */
  get httpRequests(): number {
    return this.#counts.get('http') ?? 0;
  }

  resetCounts(): void {
    this.#counts.clear();
  }

  /** Breaks coming requests; faults add up. Resolves to what takes the fault away again. */
  async inject(fault: Fault): Promise<() => void> {
    if (fault.kind === 'stale-head') this.#rewriter.freeze(fault, await this.#latestBlock());
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
    this.#active.push(entry);
    return () => {
      this.#active = this.#active.filter((active) => active !== entry);
    };
  }

  /** Stops matching requests, one side of the node or the other, until the gate is opened. */
  gate(options: GateOptions): Gate {
    const gate = new Gate(options);
    this.#gates.push(gate);
    return gate;
  }

  /** No more faults, and every gate open. */
  clear(): void {
    this.#active = [];
    for (const gate of this.#gates) gate.open();
    this.#gates = [];
  }

  setTarget(url: string): void {
    this.#target = url;
  }

  async close(): Promise<void> {
    this.clear();
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const calls = callsIn(body);
    this.#count(calls);
    await this.#passGates(calls, 'before');
    await this.#serve({ request, response, body, calls, faults: this.#take(calls) });
  }

  async #serve(exchange: Exchange): Promise<void> {
    const { request, response, body, calls, faults } = exchange;
    for (const fault of faults) {
      if (fault.kind === 'latency') await delay(fault.ms, undefined, { ref: false });
      if (fault.kind === 'jitter') await delay(this.#nextDelay(fault.delaysMs), undefined, { ref: false });
      if (fault.kind === 'blackhole') return;
      if (fault.kind === 'refuse') return void request.socket.resetAndDestroy();
      if (fault.kind === 'answer') return void response.writeHead(fault.status, fault.headers).end(fault.body);
    }
    if (faults.some((fault) => fault.kind === 'duplicate')) await this.#forward(body);
    const answer = await this.#answer(body, calls, faults);
    await this.#passGates(calls, 'after');
    if (faults.some((fault) => fault.kind === 'drop-response')) return void request.socket.resetAndDestroy();
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  }

  #nextDelay(delaysMs: readonly number[]): number {
    this.#jittered += 1;
    return delaysMs[this.#jittered % Math.max(1, delaysMs.length)] ?? 0;
  }

  async #passGates(calls: readonly ProxiedCall[], at: GateOptions['at']): Promise<void> {
    for (const gate of this.#gates) await gate.pass(calls, at);
  }

  async #answer(body: string, calls: readonly ProxiedCall[], faults: readonly Fault[]): Promise<string> {
    const isRefused = faults.some((fault) => fault.kind === 'rpc-error' && calls.every((call) => isHit(fault, [call])));
    const text = isRefused ? JSON.stringify(Array.isArray(parse(body)) ? calls : calls[0]) : await this.#forward(body);
    const parsed = parse(text);
    let answers = Array.isArray(parsed) ? (parsed as readonly object[]) : [parsed as object];
    for (const fault of faults) answers = this.#rewriter.rewrite(fault, calls, answers) as readonly object[];
    return JSON.stringify(Array.isArray(parsed) ? answers : answers[0]);
  }

  async #forward(body: string): Promise<string> {
    const response = await fetch(this.#target, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return response.text();
  }

  async #latestBlock(): Promise<unknown> {
    const call = { jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['latest', false] };
    return (parse(await this.#forward(JSON.stringify(call))) as { result: unknown }).result;
  }

  #take(calls: readonly ProxiedCall[]): readonly Fault[] {
    const hits = this.#active.filter((active) => active.left > 0 && isHit(active.fault, calls));
    for (const hit of hits) hit.left -= 1;
    return hits.map((hit) => hit.fault);
  }

  #count(calls: readonly ProxiedCall[]): void {
    for (const name of ['http', ...calls.map((call) => call.method)]) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

/** Starts a proxy in front of an HTTP JSON-RPC node. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new FaultProxy(server, target);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  return JSON.parse(text) as unknown;
}

function callsIn(body: string): readonly ProxiedCall[] {
  const parsed = parse(body);
  return (Array.isArray(parsed) ? parsed : [parsed]) as readonly ProxiedCall[];
}
