import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { isRecord } from './call.js';
import { encodeAccount } from './encoded-account.js';
import type { EndpointServer } from './endpoint-server.js';
import type { ChainListener, Commitment, LandedTransaction } from './test-chain.js';

interface Subscription {
  readonly id: number;
  readonly kind: 'signature' | 'account' | 'slot' | 'logs';
  readonly target: unknown;
  readonly options: Readonly<Record<string, unknown>>;
  /** What was said last, so that a change is told once. */
  last: string;
}

const KINDS = ['signature', 'account', 'slot', 'logs'] as const;

/** Subscriptions of one socket. Enough for confirmations and account, slot and log listeners of common clients. */
class Subscriber implements ChainListener {
  readonly #subscriptions = new Map<number, Subscription>();
  #nextId = 1;

  constructor(
    private readonly socket: WebSocket,
    private readonly endpoint: EndpointServer,
  ) {}

  receive(text: string): void {
    const call: unknown = JSON.parse(text);
    if (!isRecord(call)) return;
    const method = String(call['method']);
    const params = Array.isArray(call['params']) ? (call['params'] as unknown[]) : [];
    const reply = this.#subscribe(method, params) ?? this.#unsubscribe(method, params) ?? this.endpoint.answer(method, params);
    this.#send({ jsonrpc: '2.0', id: call['id'] ?? null, ...reply });
    this.onSlot(this.endpoint.chain.slotAt('processed'));
  }

  onSlot(slot: number): void {
    for (const subscription of [...this.#subscriptions.values()]) {
      switch (subscription.kind) {
        case 'slot':
          this.#tell(subscription, { parent: slot - 1, root: this.endpoint.chain.slotAt('finalized'), slot });
          break;
        case 'signature':
          this.#tellSignature(subscription);
          break;
        case 'account':
          this.#tellAccount(subscription);
          break;
        case 'logs':
          break;
      }
    }
  }

  onTransaction(landed: LandedTransaction): void {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.kind !== 'logs') continue;
      const mentions = isRecord(subscription.target) ? subscription.target['mentions'] : undefined;
      if (Array.isArray(mentions) && !mentions.some((address) => landed.accounts.includes(String(address)))) continue;
      this.#tell(subscription, this.#inContext({ signature: landed.signature, err: landed.err, logs: landed.logs }));
    }
  }

  #subscribe(method: string, params: readonly unknown[]): Record<string, unknown> | undefined {
    const kind = KINDS.find((name) => method === `${name}Subscribe`);
    if (kind === undefined) return undefined;
    const id = this.#nextId;
    this.#nextId += 1;
    const options = isRecord(params[1]) ? params[1] : {};
    this.#subscriptions.set(id, { id, kind, target: params[0], options, last: '' });
    return { result: id };
  }

  #unsubscribe(method: string, params: readonly unknown[]): Record<string, unknown> | undefined {
    if (!method.endsWith('Unsubscribe')) return undefined;
    return { result: this.#subscriptions.delete(Number(params[0])) };
  }

  #tellSignature(subscription: Subscription): void {
    const landed = this.endpoint.chain.landed(String(subscription.target));
    const commitment = (subscription.options['commitment'] ?? 'finalized') as Commitment;
    if (landed === undefined || landed.slot > this.endpoint.chain.slotAt(commitment)) return;
    this.#subscriptions.delete(subscription.id);
    this.#tell(subscription, this.#inContext({ err: landed.err }));
  }

  #tellAccount(subscription: Subscription): void {
    const { bank } = this.endpoint.chain;
    const account = bank.account(String(subscription.target));
    const value = account === undefined ? null : encodeAccount(bank, account, subscription.options);
    const text = JSON.stringify(value);
    const isFirst = subscription.last === '';
    if (text === subscription.last) return;
    subscription.last = text;
    if (!isFirst) this.#tell(subscription, this.#inContext(value));
  }

  #inContext(value: unknown): unknown {
    return { context: { slot: this.endpoint.chain.slotAt('processed') }, value };
  }

  #tell(subscription: Subscription, result: unknown): void {
    const method = `${subscription.kind}Notification`;
    this.#send({ jsonrpc: '2.0', method, params: { subscription: subscription.id, result } });
  }

  #send(value: unknown): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(value));
  }
}

/** Serves subscriptions on this HTTP server; web3.js 1.x dials the port after the HTTP one, others the same. */
export function serveSubscriptions(server: Server, endpoint: EndpointServer): void {
  new WebSocketServer({ server }).on('connection', (socket) => {
    const subscriber = new Subscriber(socket, endpoint);
    const stop = endpoint.chain.listen(subscriber);
    socket.on('message', (data: Buffer) => {
      subscriber.receive(data.toString('utf8'));
    });
    socket.on('close', stop);
    socket.on('error', stop);
  });
}
