export interface RepeatingTaskOptions {
  readonly everyMs: number;
  readonly work: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Does one piece of work again and again, never twice at once: a pause after each turn, and at once when it is woken. A turn that
 * fails is reported and the next one comes all the same.
 */
export class RepeatingTask {
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | undefined;
  #isWanted = false;
  /** Set before the turn begins: its work may wake the task before it has waited for anything. */
  #isRunning = false;
  #isStopped = false;

  constructor(private readonly options: RepeatingTaskOptions) {}

  /** Runs a turn now; while one runs, another follows it. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWanted = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    clearTimeout(this.#timer);
    this.#turn = this.#run().finally(() => {
      this.#turn = undefined;
      this.#isRunning = false;
      // A wake that came after the last look of the turn must not wait for the pause.
      if (this.#isWanted) this.wake();
      else if (!this.#isStopped) this.#timer = setTimeout(() => this.wake(), this.options.everyMs).unref();
    });
  }

  /** No turn begins any more; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#turn;
  }

  async #run(): Promise<void> {
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false;
      try {
        await this.options.work();
      } catch (error) {
        this.options.onError(error);
      }
    }
  }
}
