// `npm run torture -- [--minutes N] [--cycles N] [--seed N] [--only name,name]`: payments while everything goes wrong. No internet.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { runTool } from './setup/report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runTool(async () => {
  requireNode();
  await ensureInstalled(root);
  await buildPrograms(root);
});

const program = path.join(root, 'apps', 'daemon-e2e', 'src', 'torture', 'run.mjs');
const options = process.argv.slice(2);
const child = spawn(process.execPath, ['--conditions', '@waiaas/source', program, ...options], { cwd: root, stdio: 'inherit' });
// A terminal sends its signals to both; this one waits until the other has cleaned up.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
