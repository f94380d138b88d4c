import type { PriceSource, SourceProblem } from './price-source.port.js';

/** What health and exposure reports say of one source. */
export interface PriceSourceStatus {
  readonly source: PriceSource['name'];
  readonly state: 'off' | 'idle' | 'ok' | 'failing';
  readonly problem: SourceProblem | null;
  /** Unix seconds of the last complete answer; null before the first. */
  readonly lastAnswerAt: number | null;
}

/** Remembers how each source last did. */
export class SourceHealth {
  readonly #states = new Map<PriceSource['name'], { problem: SourceProblem | null; lastAnswerAt: number | null }>();

  record(name: PriceSource['name'], problem: SourceProblem | null, nowSeconds: number): void {
    const lastAnswerAt = problem === null ? nowSeconds : (this.#states.get(name)?.lastAnswerAt ?? null);
    this.#states.set(name, { problem, lastAnswerAt });
  }

  status(name: PriceSource['name'], isConfigured: boolean): PriceSourceStatus {
    const state = this.#states.get(name);
    if (!isConfigured) return { source: name, state: 'off', problem: null, lastAnswerAt: null };
    if (state === undefined) return { source: name, state: 'idle', problem: null, lastAnswerAt: null };
    return { source: name, state: state.problem === null ? 'ok' : 'failing', ...state };
  }

  clear(): void {
    this.#states.clear();
  }
}
