import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../harness/eventually.js';

/** Somebody's chat, as the daemon's Slack channel sees it. */
export class ChatServer {
  readonly #messages: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      this.#messages.push((JSON.parse(text) as { readonly text: string }).text);
      response.end('ok');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/chat`;
  }

  /** The first message that says this, in lines; waits until it is there. */
  async message(part: string): Promise<readonly string[]> {
    const find = (): string | undefined => this.#messages.find((text) => text.includes(part));
    await eventually(`somebody is told: ${part}`, () => find() !== undefined);
    return (find() ?? '').split('\n');
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
