import type { Metric } from './exposition.js';

/** Counts durations into fixed buckets, in seconds. */
export class Histogram {
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(
    private readonly name: string,
    private readonly help: string,
    private readonly bounds: readonly number[],
  ) {
    this.#counts = bounds.map(() => 0);
  }

  observe(seconds: number): void {
    this.#sum += seconds;
    this.#count += 1;
    const bucket = this.bounds.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  metric(): Metric {
    let below = 0;
    const buckets = this.bounds.map((bound, index) => {
      below += this.#counts[index] ?? 0;
      return { suffix: '_bucket' as const, labels: { le: String(bound) }, value: below };
    });
    return {
      ...{ name: this.name, help: this.help, type: 'histogram' },
      samples: [
        ...buckets,
        { suffix: '_bucket', labels: { le: '+Inf' }, value: this.#count },
        { suffix: '_sum', value: this.#sum },
        { suffix: '_count', value: this.#count },
      ],
    };
  }
}
