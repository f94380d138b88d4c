import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';
import { say, SetupError } from './report.mjs';

/** Builds what a running daemon needs: the command line, the daemon behind it and the signer. Unchanged sources come from Nx's cache. */
export async function buildPrograms(root) {
  const { NX_ENVIRONMENT, nxCommand } = await import('../nx.mjs');
  if (!existsSync(path.join(root, 'apps', 'cli', 'dist', 'main.js'))) say('building (a moment the first time)');
  const command = nxCommand('run-many', '-t', 'build', '-p', '@waiaas/cli,@waiaas/signer', '--outputStyle=static');
  const { code, output } = await run(command, { cwd: root, env: NX_ENVIRONMENT, quiet: true });
  if (code !== 0) throw new SetupError(`${output.trim()}\nThe build failed.`);
}
