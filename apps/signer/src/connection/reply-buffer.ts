import type { Writable } from 'node:stream';
import type { LineWriter, SignerReply } from '@waiaas/core';

const FLUSH_AT = 32;

/** Joins replies into few writes: one system call per reply would cost more than the signature in it. */
export class ReplyBuffer {
  #lines: string[] = [];

  constructor(
    private readonly output: Writable,
    private readonly writer: LineWriter,
  ) {}

  push(reply: SignerReply): void {
    this.#lines.push(this.writer.write(reply));
    if (this.#lines.length >= FLUSH_AT) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    this.output.write(this.#lines.join(''));
    this.#lines = [];
  }
}
