import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { scrub } from './scrub.js';

/** Members never printed, at the top and one level down, whoever logs them. */
const REDACTED = [
  'password',
  'masterPassword',
  'authorization',
  'token',
  'secret',
  'signature',
  'message',
  'cookie',
  'apiKey',
  'rawTransaction',
  'passphrase',
  'seed',
  'mnemonic',
];

const HEADERS = ['x-master-password', 'x-owner-signature', 'x-owner-message', 'x-waiaas-csrf', 'x-waiaas-step-up', 'set-cookie'];

const paths = [...REDACTED.flatMap((name) => [name, `*.${name}`]), ...HEADERS.flatMap((name) => [`["${name}"]`, `*["${name}"]`])];

export type LogFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type RelayedLine = { readonly level: 'info' | 'warn' | 'error'; readonly msg: string } & LogFacts;

/** Fixed sentences with named facts. Errors are reduced to name, message and stack and scrubbed, whatever else they carry. */
export class Logger {
  readonly #pino: PinoLogger;

  constructor(level: string, destination?: DestinationStream) {
    const options = { level, base: null, redact: { paths, censor: '[redacted]' } };
    this.#pino = destination === undefined ? pino(options) : pino(options, destination);
  }

  info(sentence: string, facts: LogFacts = {}): void {
    if (this.#pino.isLevelEnabled('info')) this.#pino.info(scrubFacts(facts), sentence);
  }

  warn(sentence: string, facts: LogFacts = {}): void {
    this.#pino.warn(scrubFacts(facts), sentence);
  }

  /** A line that another process of this installation wrote, with the facts it gave. */
  relay(process: string, { level, msg, ...facts }: RelayedLine): void {
    if (this.#pino.isLevelEnabled(level)) this.#pino[level]({ ...scrubFacts(facts), process }, scrub(msg));
  }

  error(sentence: string, cause: unknown, facts: LogFacts = {}): void {
    this.#pino.error({ ...scrubFacts(facts), error: describe(cause) }, sentence);
  }
}

function scrubFacts(facts: LogFacts): LogFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value]),
  );
}

function describe(cause: unknown): { name: string; text: string; stack: string } {
  if (!(cause instanceof Error)) return { name: typeof cause, text: '', stack: '' };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: cause.name, text: scrub(cause.message), stack: frames.join('\n') };
}
