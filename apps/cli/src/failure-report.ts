import { EXIT_CODE, type ExitCode } from './exit-code.js';
import { UsageError } from './usage-error.js';

interface Failure {
  readonly exitCode: ExitCode;
  /** For stderr, one problem a line. */
  readonly lines: readonly string[];
}

function configProblems(error: unknown): readonly string[] | undefined {
  if (!(error instanceof Error) || error.name !== 'ConfigError' || !('problems' in error)) return undefined;
  return Array.isArray(error.problems) ? error.problems.map(String) : undefined;
}

/** What a user is told: the settings at fault, or the reason. A stack only helps whoever reads the log. */
export function describeFailure(error: unknown): Failure {
  const problems = configProblems(error);
  if (problems !== undefined) return { exitCode: EXIT_CODE.usage, lines: problems };
  if (error instanceof UsageError) return { exitCode: EXIT_CODE.usage, lines: [error.message] };
  return { exitCode: EXIT_CODE.failure, lines: [error instanceof Error ? error.message : 'unknown failure'] };
}
