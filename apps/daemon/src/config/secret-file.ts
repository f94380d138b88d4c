import { readFileSync } from 'node:fs';

/** The content of a secret file without its final newline, or undefined when it cannot be read. */
export function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}
