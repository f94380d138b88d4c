import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { hexToBytes, utf8ToBytes } from '@noble/hashes/utils';

/** HMAC-SHA-256 of a text's UTF-8 bytes under one direction's key, 64 lower-case hex digits. */
export type LineMac = (text: string) => string;

/** Why a line was not accepted. The only answer to it is to end the connection. */
export class LineChannelError extends Error {
  constructor(readonly reason: 'malformed' | 'mac' | 'sequence' | 'too-long') {
    super(`signer channel: ${reason}`);
    this.name = 'LineChannelError';
  }
}

/** Longest line either side takes, in characters. Larger than any transaction or sealed value. */
export const MAX_LINE_LENGTH = 4 * 1024 * 1024;

const HEAD = '{"mac":"';
const MAC_LENGTH = 64;
const BODY_AT = HEAD.length + MAC_LENGTH + 2;

/**
 * Writes numbered, authenticated JSON lines: `{"mac":"<hex>","seq":<n>,…}`.
 *
 * The MAC covers every character after it, the number included, so a line can be neither changed, dropped, repeated nor reordered unseen.
 */
export class LineWriter {
  #sequence = 0;

  constructor(private readonly mac: LineMac) {}

  /** One line with its line feed. `message` must be a JSON object that is not empty. */
  write(message: object): string {
    this.#sequence += 1;
    const body = `"seq":${String(this.#sequence)},${JSON.stringify(message).slice(1)}`;
    return `${HEAD}${this.mac(body)}",${body}\n`;
  }
}

/** Accepts exactly the lines a {@link LineWriter} with the same key wrote, each once and in order. */
export class LineReader {
  #sequence = 0;

  constructor(private readonly mac: LineMac) {}

  /**
   * The message of one line (without its line feed), still to be checked by shape.
   *
   * @throws LineChannelError for anything else; the reader must not be used after that.
   */
  read(line: string): Readonly<Record<string, unknown>> {
    if (line.length > MAX_LINE_LENGTH) throw new LineChannelError('too-long');
    if (!line.startsWith(HEAD) || line.slice(HEAD.length + MAC_LENGTH, BODY_AT) !== '",') throw new LineChannelError('malformed');
    const body = line.slice(BODY_AT);
    if (!isEqualText(line.slice(HEAD.length, HEAD.length + MAC_LENGTH), this.mac(body))) throw new LineChannelError('mac');
    const message = parseObject(`{${body}`);
    if (message['seq'] !== this.#sequence + 1) throw new LineChannelError('sequence');
    this.#sequence += 1;
    return message;
  }
}

// Runs over the whole text whatever differs: an early end would tell how much of a guessed MAC was right.
function isEqualText(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch {
    // The parser's message quotes the text, which may hold a password.
  }
  throw new LineChannelError('malformed');
}

/**
 * Cuts a stream of text into lines, holding back what is not ended yet.
 *
 * @throws LineChannelError when a line grows beyond {@link MAX_LINE_LENGTH}.
 */
export class LineSplitter {
  #rest = '';

  push(chunk: string): readonly string[] {
    const lines = chunk.split('\n');
    lines[0] = this.#rest + (lines[0] ?? '');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MAX_LINE_LENGTH) throw new LineChannelError('too-long');
    return lines;
  }
}

/** The keys of both directions, 32 bytes each. */
export interface LineKeys {
  readonly toSigner: Uint8Array;
  readonly toDaemon: Uint8Array;
}

/** One key per direction from both sides' random halves (64 hex digits each): HMAC-SHA-256(daemon's half, label ‖ signer's half). */
export function deriveLineKeys(daemonHalf: string, signerHalf: string): LineKeys {
  const derive = (label: string): Uint8Array =>
    hmac(sha256, hexToBytes(daemonHalf), utf8ToBytes(`waiaas/signer/v1/${label}/${signerHalf}`));
  return { toSigner: derive('to-signer'), toDaemon: derive('to-daemon') };
}

/** Whether a text is one side's half: 64 lower-case hex digits. */
export function isChannelHalf(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
