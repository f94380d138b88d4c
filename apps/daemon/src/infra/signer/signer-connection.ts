import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import {
  deriveLineKeys,
  DomainError,
  type ErrorCode,
  ERROR_CODES,
  isChannelHalf,
  LineReader,
  LineSplitter,
  LineWriter,
  SIGNER_PROTOCOL_VERSION,
  type SignerHello,
  type SignerMethod,
  type SignerParams,
  type SignerResult,
} from '@waiaas/core';
import { timedStage } from '../../common/time/timed-stage.js';
import type { SignerCommand } from './signer-command.js';
import { type SignerListeners, SignerLogReader } from './signer-log.js';

const SIGNING: ReadonlySet<SignerMethod> = new Set(['signTransaction', 'signMessage', 'signTypedData']);
const WATCHDOG_MS = 15_000;
const END_GRACE_MS = 2_000;

/** The process ended before it answered. Whether it did the work is unknown; every method may be repeated. */
export class SignerGoneError extends Error {
  constructor() {
    super('the signer ended');
    this.name = 'SignerGoneError';
  }
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One signer process and the authenticated lines to it.
 *
 * A line from it that does not verify, an unknown reply or a silence while calls wait ends the process: nothing it says after that counts.
 */
export class SignerConnection {
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly #pending = new Map<number, Pending>();
  readonly #writer: LineWriter;
  #outgoing: string[] = [];
  #nextId = 1;
  #repliesSeen = 0;
  #isGone = false;
  #onGone: () => void = () => undefined;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    keys: LineKeysOf,
    rest: LineSplitter,
  ) {
    this.pid = child.pid ?? 0;
    this.#writer = new LineWriter(macUnder(keys.toSigner));
    const reader = new LineReader(macUnder(keys.toDaemon));
    child.stdout.on('data', (chunk: string) => {
      this.#receive(rest, reader, chunk);
    });
    this.ended = new Promise((resolve) => {
      onceEnded(child, () => {
        this.#fail();
        resolve();
      });
    });
    this.#watch();
  }

  /** Starts the process and agrees on the channel key. */
  static async open(command: SignerCommand, listeners: SignerListeners): Promise<SignerConnection> {
    const child = spawn(command.command, command.args, { env: {}, cwd: '/', stdio: 'pipe', windowsHide: true });
    child.stdout.setEncoding('utf8');
    child.stdin.on('error', () => undefined);
    const log = new SignerLogReader(listeners);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log.push(text);
    });
    child.stderr.once('end', () => {
      log.end();
    });
    const hello: SignerHello = { hello: SIGNER_PROTOCOL_VERSION, key: randomBytes(32).toString('hex') };
    child.stdin.write(`${JSON.stringify(hello)}\n`);
    const splitter = new LineSplitter();
    const signerHalf = await readWelcome(child, splitter);
    return new SignerConnection(child, deriveLineKeys(hello.key, signerHalf), splitter);
  }

  /** Tells of the end before any waiting call learns of it, so that a call repeated at once finds the next process. */
  whenGone(then: () => void): void {
    this.#onGone = then;
  }

  /** Calls one method. Throws DomainError for a refusal, SignerGoneError when the process ended first. */
  call<M extends SignerMethod>(method: M, params: SignerParams<M>): Promise<SignerResult<M>> {
    const ask = (): Promise<SignerResult<M>> => this.#ask(method, params);
    return SIGNING.has(method) ? timedStage('sign', ask) : ask();
  }

  #ask<M extends SignerMethod>(method: M, params: SignerParams<M>): Promise<SignerResult<M>> {
    return new Promise((resolve, reject) => {
      if (this.#isGone) {
        reject(new SignerGoneError());
        return;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      this.#pending.set(id, {
        resolve: (result) => {
          resolve(result as SignerResult<M>);
        },
        reject,
      });
      this.#send(this.#writer.write({ id, method, params }));
    });
  }

  /** Ends the process by closing its input, or by force when it does not follow. */
  async close(): Promise<void> {
    this.child.stdin.end();
    const force = setTimeout(() => this.child.kill('SIGKILL'), END_GRACE_MS);
    await this.ended;
    clearTimeout(force);
  }

  // Calls made in one turn of the event loop go out in one write.
  #send(line: string): void {
    this.#outgoing.push(line);
    if (this.#outgoing.length > 1) return;
    setImmediate(() => {
      this.child.stdin.write(this.#outgoing.join(''));
      this.#outgoing = [];
    });
  }

  #receive(splitter: LineSplitter, reader: LineReader, chunk: string): void {
    try {
      for (const line of splitter.push(chunk)) this.#settle(reader.read(line));
    } catch {
      this.child.kill('SIGKILL');
      this.#fail();
    }
  }

  #settle(reply: Readonly<Record<string, unknown>>): void {
    const { id, ok, result, error } = reply;
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined;
    if (pending === undefined) throw new SignerGoneError();
    this.#pending.delete(Number(id));
    this.#repliesSeen += 1;
    if (ok === true) pending.resolve(result);
    else pending.reject(refusalOf(error));
  }

  #fail(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#onGone();
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(new SignerGoneError());
  }

  // A stopped or stuck process keeps its pipe open and would leave every caller waiting. A call that was made a moment before this looks
  // must not end one that merely had nothing to do: one has waited a whole round when it was there the round before.
  #watch(): void {
    let seen = 0;
    let wasWaiting = false;
    const timer = setInterval(() => {
      const isWaiting = this.#pending.size > 0;
      if (isWaiting && wasWaiting && this.#repliesSeen === seen) this.child.kill('SIGKILL');
      wasWaiting = isWaiting;
      seen = this.#repliesSeen;
    }, WATCHDOG_MS);
    timer.unref();
    void this.ended.then(() => {
      clearInterval(timer);
    });
  }
}

type LineKeysOf = ReturnType<typeof deriveLineKeys>;

function readWelcome(child: ChildProcessWithoutNullStreams, splitter: LineSplitter): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      child.kill('SIGKILL');
      reject(new SignerGoneError());
    };
    onceEnded(child, stop);
    const listen = (chunk: string): void => {
      const [line] = splitter.push(chunk);
      if (line === undefined) return;
      child.stdout.off('data', listen);
      const half = signerHalfOf(line);
      if (half === undefined) stop();
      else resolve(half);
    };
    child.stdout.on('data', listen);
  });
}

function signerHalfOf(line: string): string | undefined {
  try {
    const message = JSON.parse(line) as { readonly welcome?: unknown; readonly nonce?: unknown } | null;
    return message?.welcome === SIGNER_PROTOCOL_VERSION && isChannelHalf(message.nonce) ? message.nonce : undefined;
  } catch {
    return undefined;
  }
}

function onceEnded(child: ChildProcessWithoutNullStreams, then: () => void): void {
  child.once('error', then);
  child.once('close', then);
}

function refusalOf(error: unknown): DomainError {
  const { code, reason } = (error ?? {}) as { readonly code?: unknown; readonly reason?: unknown };
  const known: ErrorCode = typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'INTERNAL_ERROR';
  return new DomainError(known, {
    ...(typeof reason === 'string' ? { details: { reason } } : {}),
    ...(known === 'RATE_LIMITED' ? { retryAfterSeconds: 1 } : {}),
  });
}

function macUnder(key: Uint8Array): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
