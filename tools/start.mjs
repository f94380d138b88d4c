// `npm start`: installs and builds what is missing or stale, then becomes `waiaas start` in this very process, so that signals,
// exit codes and the terminal are the daemon's own. Arguments go through: npm start -- --port 3200
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

const program = path.join(root, 'apps', 'cli', 'dist', 'bundle', 'main.js');
process.argv = [process.execPath, program, 'start', ...process.argv.slice(2)];
await import(pathToFileURL(program).href);
