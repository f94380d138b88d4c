import { setTimeout as pause } from 'node:timers/promises';

const BREATH_MS = 900;
const WIDTH = 96;

/** Tells a story on a terminal: with colours and time to read where somebody watches, plain and at once where nobody does. */
export class Narrator {
  readonly #isWatched = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  #chapter = 0;

  title(text: string): void {
    this.#line(`\n${this.#paint('1;36', text)}`);
  }

  async chapter(text: string): Promise<void> {
    this.#chapter += 1;
    if (this.#isWatched) await pause(BREATH_MS);
    const head = `── ${String(this.#chapter)}. ${text} `;
    this.#line(`\n${this.#paint('1', head.padEnd(WIDTH, '─'))}`);
  }

  say(text: string): void {
    this.#line(`   ${text}`);
  }

  /** Something came out as it should. */
  good(text: string): void {
    this.#line(` ${this.#paint('32', '✓')} ${text}`);
  }

  /** Something was refused, as it should be. */
  refused(text: string): void {
    this.#line(` ${this.#paint('31', '✗')} ${text}`);
  }

  waits(text: string): void {
    this.#line(` ${this.#paint('33', '…')} ${text}`);
  }

  /** What somebody else reads: a message, a text to sign. */
  quote(heading: string, lines: readonly string[]): void {
    this.#line(`   ${this.#paint('2', heading)}`);
    for (const line of lines) this.#line(`   ${this.#paint('36', '│')} ${line}`);
  }

  #paint(code: string, text: string): string {
    return this.#isWatched ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  #line(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}
