/**
 * Lets callers who ask for the same thing at the same time share one read. Nobody gets an answer that was asked for before he asked:
 * whoever comes while a read is under way waits for the one after it, together with all who came meanwhile.
 */
export class SharedReads<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #next = new Map<string, Promise<T>>();

  async read(key: string, ask: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#start(key, ask);
    const next = this.#next.get(key) ?? this.#startAfter(running, key, ask);
    this.#next.set(key, next);
    return next;
  }

  async #startAfter(running: Promise<T>, key: string, ask: () => Promise<T>): Promise<T> {
    await running.catch(() => undefined);
    this.#next.delete(key);
    return this.#start(key, ask);
  }

  #start(key: string, ask: () => Promise<T>): Promise<T> {
    const read = ask().finally(() => {
      if (this.#running.get(key) === read) this.#running.delete(key);
    });
    this.#running.set(key, read);
    return read;
  }
}
