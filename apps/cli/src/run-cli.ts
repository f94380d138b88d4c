import { readFile } from 'node:fs/promises';
import { processTerminal } from './process-terminal.js';
import type { CliEnvironment } from './cli-context.js';
import { runProgram } from './program.js';

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}

/** Runs the command line of this process and ends it with the exit code of the command. */
export async function runCli(argv: readonly string[], environment: CliEnvironment): Promise<void> {
  const exitCode = await runProgram(argv, {
    version: await readVersion(),
    environment,
    terminal: processTerminal,
    loadDaemon: () => import('@waiaas/daemon'),
  });
  // The daemon has closed what it opened; a handle that a library left behind must not keep the process alive.
  process.exit(exitCode);
}
