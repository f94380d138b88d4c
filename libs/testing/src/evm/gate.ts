import { isHit, type ProxiedCall } from './fault.js';

export interface GateOptions {
  /** Only requests with a call of one of these methods. */
  readonly methods: readonly string[];
  /** Where a request is stopped: before the node hears of it, or once the node has done what it was asked. */
  readonly at: 'before' | 'after';
}

/**
 * A place at a proxy where matching requests stand still until it is opened: what happens on either side meanwhile happens exactly
 * between the daemon's question and its answer.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #opened: Promise<void>;
  readonly #reached: Promise<void>;
  #open = (): void => undefined;
  #arrive = (): void => undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
    this.#reached = new Promise((resolve) => (this.#arrive = resolve));
  }

  /** Resolves when the first request stands here. */
  reached(): Promise<void> {
    return this.#reached;
  }

  /** Lets everybody through, those who come later too. */
  open(): void {
    this.#open();
  }

  async pass(calls: readonly ProxiedCall[], at: GateOptions['at']): Promise<void> {
    if (at !== this.#options.at || !isHit({ kind: 'refuse', methods: this.#options.methods }, calls)) return;
    this.#arrive();
    await this.#opened;
  }
}
