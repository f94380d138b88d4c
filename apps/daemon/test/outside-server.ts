import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

type Answer = number | ((response: ServerResponse, call: ReceivedCall) => void);

/** Somebody outside who is told things: keeps every call and answers as it was told to, 200 when it was not. */
export class OutsideServer {
  readonly calls: ReceivedCall[] = [];
  readonly #server = createServer();
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  #answers: Answer[] = [];
  /** For every call that no answer was queued for. */
  usual: Answer = 200;

  private constructor() {
    this.#server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const call = { path: request.url ?? '', headers: request.headers, text, json: parse(text) };
        this.calls.push(call);
        answer(this.#answers.shift() ?? this.usual, response, call);
        for (const { resolve } of this.#waiting.filter(({ count }) => this.calls.length >= count)) resolve();
      });
    });
  }

  static async start(): Promise<OutsideServer> {
    const outside = new OutsideServer();
    await new Promise<void>((resolve) => outside.#server.listen(0, '127.0.0.1', resolve));
    return outside;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For the next calls, one each. */
  answerWith(...answers: readonly Answer[]): void {
    this.#answers = [...answers];
  }

  /** Resolves once it was called so often in all. */
  async called(count: number): Promise<readonly ReceivedCall[]> {
    if (this.calls.length < count) await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
    return this.calls;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function answer(how: Answer, response: ServerResponse, call: ReceivedCall): void {
  if (typeof how === 'number') response.writeHead(how).end();
  else how(response, call);
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
