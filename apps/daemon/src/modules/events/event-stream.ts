import type { ServerResponse } from 'node:http';
import type { EventScope } from './event-scope.js';
import type { NumberedEvent } from './event-numbers.service.js';

const COMMENT_MS = 15_000;

export interface StreamParts {
  readonly response: ServerResponse;
  readonly principal: string;
  readonly position: number;
  /** What the credential may see now, or undefined where it would be refused. */
  readonly scope: () => Promise<EventScope | undefined>;
}

/** One open `text/event-stream`. A client that does not read is sent nothing more until it does. */
export class EventStream {
  readonly principal: string;
  readonly scope: StreamParts['scope'];
  readonly #response: ServerResponse;
  readonly #comments: NodeJS.Timeout;
  position: number;

  constructor({ response, principal, position, scope }: StreamParts) {
    this.#response = response;
    this.principal = principal;
    this.position = position;
    this.scope = scope;
    this.#comments = setInterval(() => this.#write(': still here\n\n'), COMMENT_MS).unref();
    response.once('close', () => clearInterval(this.#comments));
  }

  isReadable(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed && !this.#response.writableNeedDrain;
  }

  begin(isReset: boolean): void {
    this.#response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    this.#write(': open\n\n');
    if (isReset) this.#write(reset(this.position));
  }

  send(event: NumberedEvent): void {
    this.position = event.position;
    const data = KIND.test(event.kind) ? dated(event) : undefined;
    // One that somebody damaged says at least that something was: the client reads the state anew.
    if (data === undefined) this.#write(reset(event.position));
    else this.#write(`id: ${event.position}\nevent: ${event.kind}\ndata: ${data}\n\n`);
  }

  end(): void {
    clearInterval(this.#comments);
    this.#response.end();
    // A client that does not read would keep the connection, and its shut-down, waiting.
    if (this.#response.writableNeedDrain) this.#response.destroy();
  }

  #write(text: string): void {
    if (!this.#response.writableEnded) this.#response.write(text);
  }
}

const KIND = /^[a-z-]+$/;

function reset(position: number): string {
  return `id: ${position}\nevent: reset\ndata: {}\n\n`;
}

/** Every event says when; most were written with it. Undefined where it says nothing any more. */
function dated({ data, at }: NumberedEvent): string | undefined {
  try {
    const members = JSON.parse(data) as Record<string, unknown> | null;
    return members === null ? undefined : JSON.stringify({ ...members, at: members['at'] ?? at });
  } catch {
    return undefined;
  }
}
