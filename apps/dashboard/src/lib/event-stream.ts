export const EVENT_STREAM = { Accept: 'text/event-stream' } as const;

export interface StreamEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Cuts a stream of characters into events. What has not ended yet waits for more. */
export class EventStreamParser {
  #rest = '';

  push(chunk: string): readonly StreamEvent[] {
    const blocks = (this.#rest + chunk).replace(/\r\n?/g, '\n').split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => parseBlock(block) ?? []);
  }
}

function parseBlock(block: string): StreamEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    fields.set(name, fields.has(name) && name === 'data' ? `${fields.get(name) ?? ''}\n${value}` : value);
  }
  const event = fields.get('event');
  if (event === undefined) return undefined;
  return { id: fields.get('id') ?? null, event, data: fields.get('data') ?? '' };
}
