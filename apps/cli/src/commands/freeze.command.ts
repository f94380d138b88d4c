import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

const FREEZE_FILE = 'FREEZE';

/**
 * The directory the daemon uses: flag, environment, home. Said here again because a freeze must not depend on anything of the daemon
 * loading; a spec holds the two together.
 */
export function dataDirectoryOf(flag: string | undefined, environment: string | undefined): string {
  const named = flag ?? environment ?? '';
  return path.resolve(named === '' ? path.join(homedir(), '.waiaas') : named);
}

/**
 * Writes the file that stops every signature. Needs no password and no running daemon: one that runs obeys within a second, one
 * that starts later obeys before it serves. Fails loudly, never silently: whoever freezes must know whether it worked.
 */
export async function runFreeze(dataDirectory: string): Promise<string> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const file = path.join(dataDirectory, FREEZE_FILE);
  await writeFile(file, '', { mode: 0o600 });
  return file;
}
