import { request, type IncomingMessage } from 'node:http';

export interface ReceivedEvent {
  readonly id: number;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

export interface OpenedStream {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Everything received so far. */
  readonly events: readonly ReceivedEvent[];
  /** Resolves when the daemon ends the answer, or the connection breaks. */
  readonly ended: Promise<void>;
  readonly close: () => void;
}

/** Opens a stream as a program does that reads `text/event-stream` itself. Resolves when the headers are there. */
export function openStream(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<OpenedStream> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const events: ReceivedEvent[] = [];
      const ended = new Promise<void>((done) => response.once('close', done));
      read(response, events);
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'],
        events,
        ended,
        close: () => asked.destroy(),
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

function read(response: IncomingMessage, events: ReceivedEvent[]): void {
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (chunk: string) => {
    const blocks = `${rest}${chunk}`.split('\n\n');
    rest = blocks.pop() ?? '';
    events.push(...blocks.filter((block) => !block.startsWith(':')).map(parse));
  });
}

function parse(block: string): ReceivedEvent {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
  );
  return {
    id: Number(fields.get('id')),
    event: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
  };
}
