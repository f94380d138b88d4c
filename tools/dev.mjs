// `npm run dev`: the compiler watches the sources, Node restarts the daemon whenever its build output changes.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from './setup/build.mjs';
import { publicEnvironment } from './setup/child.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { requireNode } from './setup/node-version.mjs';
import { runTool } from './setup/report.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await runTool(async () => {
  requireNode();
  await ensureInstalled(root);
  await buildPrograms(root);
});

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const programs = ['apps/cli/tsconfig.build.json', 'apps/mcp/tsconfig.build.json', 'apps/signer/tsconfig.build.json'];
const options = { cwd: root, stdio: 'inherit' };
const children = [
  spawn(process.execPath, [compiler, '-b', ...programs, '--watch', '--preserveWatchOutput'], {
    ...options,
    env: publicEnvironment(),
  }),
  spawn(
    process.execPath,
    ['--watch', '--watch-preserve-output', 'apps/cli/dist/main.js', 'start', ...process.argv.slice(2)],
    options,
  ),
];

const stop = () => children.forEach((child) => child.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
for (const child of children) child.once('exit', stop);
