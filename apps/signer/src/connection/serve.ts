import { createHmac, randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import {
  deriveLineKeys,
  isChannelHalf,
  LineChannelError,
  LineReader,
  LineSplitter,
  LineWriter,
  SIGNER_PROTOCOL_VERSION,
  type LineMac,
  type SignerWelcome,
} from '@waiaas/core';
import { callMethod } from '../methods/signer-methods.js';
import type { VaultKeeper } from '../vault/vault-keeper.js';
import type { CallLog } from './call-log.js';
import { ReplyBuffer } from './reply-buffer.js';
import { faultOf, faultReply, okReply } from './reply.js';

/** How a connection ended. */
export type ConnectionEnd = 'end-of-input' | 'output-closed' | LineChannelError['reason'];

/**
 * Serves one daemon over one pair of pipes until its end.
 *
 * The first line fixes the channel key; every later line is counted and authenticated. The first line that is not exactly the expected
 * one ends the connection for good: whoever writes it is not the daemon, and no answer is owed.
 */
export async function serve(input: Readable, output: Writable, vault: VaultKeeper, log: CallLog): Promise<ConnectionEnd> {
  return new Promise((resolve) => {
    const connection = new Connection(output, vault, log);
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => {
      try {
        connection.take(chunk);
      } catch (error) {
        input.pause();
        resolve(error instanceof LineChannelError ? error.reason : 'malformed');
      }
    });
    input.once('end', () => {
      resolve('end-of-input');
    });
    input.once('error', () => {
      resolve('end-of-input');
    });
    output.once('error', () => {
      resolve('output-closed');
    });
  });
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

class Connection {
  readonly #splitter = new LineSplitter();
  #reader: LineReader | undefined;
  #replies: ReplyBuffer | undefined;

  constructor(
    private readonly output: Writable,
    private readonly vault: VaultKeeper,
    private readonly log: CallLog,
  ) {}

  take(chunk: string): void {
    for (const line of this.#splitter.push(chunk)) {
      if (this.#reader === undefined) this.#welcome(line);
      else this.#answer(this.#reader.read(line));
    }
    this.#flush();
  }

  #welcome(line: string): void {
    const daemonHalf = parseHello(line);
    const welcome: SignerWelcome = { welcome: SIGNER_PROTOCOL_VERSION, nonce: randomBytes(32).toString('hex') };
    const keys = deriveLineKeys(daemonHalf, welcome.nonce);
    this.#reader = new LineReader(macUnder(keys.toSigner));
    this.#replies = new ReplyBuffer(this.output, new LineWriter(macUnder(keys.toDaemon)));
    this.output.write(`${JSON.stringify(welcome)}\n`);
  }

  #answer(message: Readonly<Record<string, unknown>>): void {
    const { id, method, params } = message;
    if (typeof id !== 'number' || typeof method !== 'string') throw new LineChannelError('malformed');
    const call: Call = { id, method, params };
    try {
      const result = callMethod(this.vault, method, params);
      if (result instanceof Promise) void this.#answerLater(call, result);
      else this.#serve(call, result);
    } catch (error) {
      this.#refuse(call, error);
    }
  }

  async #answerLater(call: Call, result: Promise<unknown>): Promise<void> {
    await result.then(
      (value) => {
        this.#serve(call, value);
      },
      (error: unknown) => {
        this.#refuse(call, error);
      },
    );
    this.#flush();
  }

  #serve({ id, method, params }: Call, result: unknown): void {
    this.#replies?.push(okReply(id, result));
    this.log.served(method, params);
  }

  #refuse({ id, method, params }: Call, error: unknown): void {
    const fault = faultOf(error);
    this.#replies?.push(faultReply(id, fault));
    this.log.refused(method, params, fault);
  }

  // Whoever waits for a signature does not wait for the log.
  #flush(): void {
    this.#replies?.flush();
    this.log.flush();
  }
}

function parseHello(line: string): string {
  let hello: unknown;
  try {
    hello = JSON.parse(line);
  } catch {
    throw new LineChannelError('malformed');
  }
  const members = hello as Readonly<Record<string, unknown>> | null;
  const half = members?.['key'];
  if (members?.['hello'] !== SIGNER_PROTOCOL_VERSION || !isChannelHalf(half)) throw new LineChannelError('malformed');
  return half;
}

function macUnder(key: Uint8Array): LineMac {
  return (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
