import { SIGNER_LOG_FACTS, type SignerLogLine } from '@waiaas/core';

const LEVELS: ReadonlySet<unknown> = new Set<SignerLogLine['level']>(['info', 'warn', 'error']);
const MAX_LINE = 2000;
const MAX_FACT = 200;

/** Who hears what the signer writes about itself. */
export interface SignerListeners {
  /** One line of its log. Never a secret. */
  readonly onLog?: (line: SignerLogLine) => void;
  /** Fixed sentences of its start and end, and of what supervises it. Never a secret. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Takes the signer's error output apart: lines of its log, and the few others. A line that came in pieces is put together; of what has the
 * form of a log line only the members that such a line has are passed on, each cut short.
 */
export class SignerLogReader {
  #rest = '';

  constructor(private readonly listeners: SignerListeners) {}

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, MAX_LINE);
    for (const line of lines) this.#tell(line.slice(0, MAX_LINE));
  }

  /** What the process left without a line end. */
  end(): void {
    this.push('\n');
  }

  #tell(line: string): void {
    const entry = logLineOf(line);
    if (entry !== undefined) this.listeners.onLog?.(entry);
    else if (line.trim() !== '') this.listeners.onNotice?.(line.trim());
  }
}

function logLineOf(line: string): SignerLogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  const members = parsed as Readonly<Record<string, unknown>>;
  const { level, msg } = members;
  if (!LEVELS.has(level) || typeof msg !== 'string') return undefined;
  const facts: Record<string, string> = {};
  for (const name of SIGNER_LOG_FACTS) {
    const value = members[name];
    if (typeof value === 'string') facts[name] = value.slice(0, MAX_FACT);
  }
  return { level: level as SignerLogLine['level'], msg: msg.slice(0, MAX_FACT), ...facts };
}
