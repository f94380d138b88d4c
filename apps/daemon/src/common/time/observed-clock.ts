import { Clock } from './clock.js';

export interface TimeSources {
  /** The machine's clock, which anybody may set: Unix milliseconds. */
  wallMs(): number;
  /** Milliseconds since some moment, which nobody can set. */
  monotonicMs(): number;
}

const SYSTEM: TimeSources = {
  wallMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
};

/** Between the machine's clock and what is known of time. */
const DOUBT_MS = 120_000;
/** How fast a small difference is made up for, beside the time that goes by: a clock that is set again and again gains nothing by it. */
const SLEW = 1 / 1000;

/**
 * Observed time: it begins at the machine's clock, or where an earlier process had come to if that is later, and from then on only as
 * much of it goes by as the monotonic clock says. Setting the machine's clock moves no deadline and no window; it makes a doubt.
 */
export class ObservedClock extends Clock {
  #observedMs: number;
  #readAtMs: number;
  /** Newest block and machine disagree, as far as anybody has looked. */
  #isContradicted = false;

  constructor(private readonly sources: TimeSources = SYSTEM) {
    super();
    this.#observedMs = sources.wallMs();
    this.#readAtMs = sources.monotonicMs();
  }

  override nowMs(): number {
    const monotonicMs = this.sources.monotonicMs();
    const elapsed = Math.max(0, monotonicMs - this.#readAtMs);
    this.#readAtMs = monotonicMs;
    this.#observedMs += elapsed;
    const ahead = this.#aheadMs();
    const most = elapsed * SLEW;
    if (Math.abs(ahead) <= DOUBT_MS) this.#observedMs += Math.min(Math.max(ahead, -most), most);
    return Math.floor(this.#observedMs);
  }

  override isInDoubt(): boolean {
    return this.#isContradicted || !this.#agreesWith(this.nowMs());
  }

  /** How far the machine's clock is ahead of observed time, in whole seconds. */
  aheadSeconds(): number {
    this.nowMs();
    return Math.round(this.#aheadMs() / 1000);
  }

  /** The machine's clock as it stands, in Unix milliseconds. */
  machineMs(): number {
    return this.sources.wallMs();
  }

  /** Time never falls behind what an earlier process has seen. */
  notBefore(knownMs: number): void {
    this.#observedMs = Math.max(this.#observedMs, knownMs);
  }

  /** What a block says of the machine's clock. */
  compareWith(blockMs: number): 'agrees' | 'differs' {
    return this.#agreesWith(blockMs) ? 'agrees' : 'differs';
  }

  contradict(isContradicted: boolean): void {
    this.#isContradicted = isContradicted;
  }

  /** Somebody who may say so says that the machine's clock is right, even if time goes back by it. */
  trustMachine(): void {
    this.#isContradicted = false;
    this.#readAtMs = this.sources.monotonicMs();
    this.#observedMs = this.sources.wallMs();
  }

  #agreesWith(ms: number): boolean {
    return Math.abs(this.sources.wallMs() - ms) <= DOUBT_MS;
  }

  #aheadMs(): number {
    return this.sources.wallMs() - this.#observedMs;
  }
}
