import { StringDecoder } from 'node:string_decoder';

const MOST_BYTES = 1024 * 1024;

/** Cuts a stream into lines. One that is longer than a megabyte is dropped whole and reported, so that nobody fills the memory. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #isTooLong = false;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly onTooLong: () => void,
  ) {}

  push(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const line of parts) this.#end(line);
    if (this.#rest.length > MOST_BYTES) {
      this.#rest = '';
      this.#isTooLong = true;
    }
  }

  #end(line: string): void {
    if (this.#isTooLong || line.length > MOST_BYTES) this.onTooLong();
    else if (line.trim() !== '') this.onLine(line);
    this.#isTooLong = false;
  }
}
