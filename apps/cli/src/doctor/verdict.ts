export type Verdict = 'pass' | 'warn' | 'fail' | 'skip';

/** What one check found, in one line. `why` and `fix` are for a person who has to act. */
export interface CheckResult {
  readonly check: string;
  readonly verdict: Verdict;
  readonly message: string;
  /** Why it matters. */
  readonly why?: string;
  /** What to type or change. */
  readonly fix?: string;
}

/** Makes the results of one check. */
export class Check {
  constructor(
    private readonly name: string,
    private readonly why: string,
  ) {}

  pass(message: string): CheckResult {
    return { check: this.name, verdict: 'pass', message };
  }

  /** Could not be looked at from here; `fix` says from where. */
  skip(message: string, fix?: string): CheckResult {
    return { check: this.name, verdict: 'skip', message, ...(fix === undefined ? {} : { fix }) };
  }

  warn(message: string, fix: string): CheckResult {
    return { check: this.name, verdict: 'warn', message, why: this.why, fix };
  }

  fail(message: string, fix: string): CheckResult {
    return { check: this.name, verdict: 'fail', message, why: this.why, fix };
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown failure');
