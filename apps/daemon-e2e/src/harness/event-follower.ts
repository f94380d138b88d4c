import { setTimeout } from 'node:timers/promises';

export interface FollowedEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const PAUSE_MS = 50;

/** A client of the live events that outlives every daemon: it comes back with the last number it has seen, as a browser does. */
export class EventFollower {
  readonly events: FollowedEvent[] = [];
  #connections = 0;
  readonly #end = new AbortController();
  readonly #following: Promise<void>;

  /** `where`: the daemon of this moment. */
  constructor(
    private readonly where: () => Promise<string>,
    private readonly credentials: Readonly<Record<string, string>>,
  ) {
    this.#following = this.#follow();
  }

  /** How often it was let in. */
  get connections(): number {
    return this.#connections;
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    while (!this.#end.signal.aborted) {
      await this.#listen().catch(() => undefined);
      await setTimeout(PAUSE_MS);
    }
  }

  async #listen(): Promise<void> {
    const last = this.events.at(-1)?.id;
    const resume = last === undefined ? {} : { 'Last-Event-ID': String(last) };
    const headers = { ...this.credentials, ...resume };
    const response = await fetch(`${await this.where()}/v1/events`, { headers, signal: this.#end.signal });
    if (response.status !== 200 || response.body === null) return;
    this.#connections += 1;
    let text = '';
    const chunks = response.body.pipeThrough(new TextDecoderStream());
    for await (const chunk of chunks) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      this.events.push(...blocks.flatMap((block) => eventOf(block) ?? []));
    }
  }
}

/** Undefined for what only keeps the connection alive. */
function eventOf(block: string): FollowedEvent | undefined {
  const member = (name: string): string | undefined => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
  const [id, event, data] = [member('id'), member('event'), member('data')];
  if (id === undefined || event === undefined || data === undefined) return undefined;
  return { id: Number(id), event, data: JSON.parse(data) as Record<string, unknown> };
}
