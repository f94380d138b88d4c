// `npm run demo`: local chains, prices, the daemon, and a walk through what it does. No internet; nothing is left behind.
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

const program = path.join(root, 'apps', 'daemon-e2e', 'src', 'demo', 'run.mjs');
const child = spawn(process.execPath, ['--conditions', '@waiaas/source', program], { cwd: root, stdio: 'inherit' });
// A terminal sends its signals to both; this one waits until the demo has cleaned up.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
