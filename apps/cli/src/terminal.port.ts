/** The process around a command: what it prints to, asks and is stopped by. */
export interface Terminal {
  print(line: string): void;
  printError(line: string): void;
  /** Reads one line without showing it. Throws a UsageError where nobody can type. */
  readSecret(prompt: string): Promise<string>;
  /** Resolves with the first signal that asks the program to end. */
  untilStopped(): Promise<string>;
}
