import type { Labels, Metric, MetricSample } from './exposition.js';

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
    return { ...{ name: this.name, help: this.help, type: 'histogram' }, samples: this.samples() };
  }

  samples(labels: Labels = {}): readonly MetricSample[] {
    let below = 0;
    const buckets = this.bounds.map((bound, index) => {
      below += this.#counts[index] ?? 0;
      return { suffix: '_bucket' as const, labels: { ...labels, le: String(bound) }, value: below };
    });
    return [
      ...buckets,
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: this.#count },
      { suffix: '_sum', labels, value: this.#sum },
      { suffix: '_count', labels, value: this.#count },
    ];
  }
}

export interface LabelledHistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly bounds: readonly number[];
  /** The label by which durations are told apart. Its values are few: stages, networks, never anybody's name. */
  readonly label: string;
}

/** One histogram for each value of a label. */
export class LabelledHistogram {
  readonly #byValue = new Map<string, Histogram>();

  constructor(private readonly options: LabelledHistogramOptions) {}

  observe(value: string, seconds: number): void {
    const { name, help, bounds } = this.options;
    const histogram = this.#byValue.get(value) ?? new Histogram(name, help, bounds);
    this.#byValue.set(value, histogram);
    histogram.observe(seconds);
  }

  metric(): Metric {
    const { name, help, label } = this.options;
    const samples = [...this.#byValue].flatMap(([value, histogram]) => histogram.samples({ [label]: value }));
    return { name, help, type: 'histogram', samples };
  }
}
