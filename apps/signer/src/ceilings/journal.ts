import { createHmac, timingSafeEqual } from 'node:crypto';
import { type BookEntry, parseEntry } from './book-entry.js';
import { CeilingBook } from './ceiling-book.js';
import type { BookStore } from './book-store.js';

const MAC_LENGTH = 64;
const MAX_APPENDED = 20_000;
const UNKNOWN_SECONDS = 86_400;

/**
 * The book and its durable form: lines `<mac> <json>`, each MAC over the one before and the line, so that no line can be changed, moved or
 * left out before the last. A line without its line feed was never finished, and what it was about never happened.
 */
export class Journal {
  readonly book = new CeilingBook();
  readonly #key: Buffer;
  #last = '';
  #appended = 0;
  #mustRewrite = true;

  /**
   * `isFirst`: the vault was made by this very process, so nothing can be missing. Otherwise a record that is gone or was changed leaves the
   * day unknown: it counts as full until a day from now. `keys`: the present one first, then those it may still be written under.
   */
  constructor(
    private readonly store: BookStore,
    keys: readonly Buffer[],
    start: { readonly isFirst: boolean; readonly wallClock: number },
  ) {
    const text = store.read();
    const [present = Buffer.alloc(0)] = keys;
    this.#key = Buffer.from(keys.find((key) => isUnder(text, key)) ?? present);
    const isWhole = text === undefined ? start.isFirst : this.#load(text);
    present.copy(this.#key);
    const at = Math.max(start.wallClock, this.book.lastAt);
    if (!isWhole) this.book.enter({ k: 'unknown', at, until: at + UNKNOWN_SECONDS });
    // A read-only disk must not stop a start: what has to be remembered is refused when it comes.
    this.#tryRewrite(at);
  }

  /** Durable when it returns; throws when it is not, and then nothing was entered. */
  enter(entry: BookEntry): void {
    if (this.#mustRewrite || this.#appended >= MAX_APPENDED) this.#rewrite(entry.at);
    const line = this.#line(JSON.stringify(entry), this.#last);
    // Part of a line may stay behind when this fails: everything is written anew before the next.
    this.#mustRewrite = true;
    this.store.append(line);
    this.#mustRewrite = false;
    this.#last = line.slice(0, MAC_LENGTH);
    this.#appended += 1;
    this.book.enter(entry);
  }

  /** Another key from here on: the data key was renewed. */
  rekey(key: Buffer, now: number): void {
    key.copy(this.#key);
    this.#mustRewrite = true;
    this.#tryRewrite(now);
  }

  close(): void {
    this.#key.fill(0);
  }

  #tryRewrite(now: number): void {
    try {
      this.#rewrite(now);
    } catch {
      this.#mustRewrite = true;
    }
  }

  #rewrite(now: number): void {
    let text = '';
    let last = '';
    for (const entry of this.book.entries(now)) {
      const line = this.#line(JSON.stringify(entry), last);
      last = line.slice(0, MAC_LENGTH);
      text += line;
    }
    this.store.replace(text);
    this.#last = last;
    this.#appended = 0;
    this.#mustRewrite = false;
  }

  #load(text: string): boolean {
    const lines = text.split('\n');
    lines.pop();
    for (const line of lines) {
      const json = line.slice(MAC_LENGTH + 1);
      const entry = isSame(`${line}\n`, this.#line(json, this.#last)) ? parseEntry(json) : undefined;
      if (entry === undefined) return false;
      this.book.enter(entry);
      this.#last = line.slice(0, MAC_LENGTH);
    }
    return lines.length > 0;
  }

  #line(json: string, last: string): string {
    return lineUnder(this.#key, json, last);
  }
}

function lineUnder(key: Buffer, json: string, last: string): string {
  return `${createHmac('sha256', key).update(last).update('\n').update(json).digest('hex')} ${json}\n`;
}

/** Whether its first line was written under this key. */
function isUnder(text: string | undefined, key: Buffer): boolean {
  const [first = ''] = (text ?? '').split('\n', 1);
  return isSame(`${first}\n`, lineUnder(key, first.slice(MAC_LENGTH + 1), ''));
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
