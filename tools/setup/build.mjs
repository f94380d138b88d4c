import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './child.mjs';
import { bundleProgram, isBundleStale } from './bundle.mjs';
import { say, SetupError } from './report.mjs';

const PROGRAMS = ['apps/cli/tsconfig.build.json', 'apps/mcp/tsconfig.build.json', 'apps/signer/tsconfig.build.json'];
const CLIENT = 'apps/daemon/src/infra/prisma/generated/client.ts';
const PAGE = 'apps/dashboard/dist/index.html';
const SCHEMA_FOLDERS = ['prisma/models', 'prisma/sqlite'];

const modified = (file) => statSync(file).mtimeMs;

/** The database client is made from the schema, and made anew when the schema is newer. */
function isClientStale(root) {
  const client = path.join(root, CLIENT);
  if (!existsSync(client)) return true;
  const schemas = SCHEMA_FOLDERS.flatMap((folder) => {
    const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.prisma'));
    return names.map((name) => path.join(root, folder, name));
  });
  return schemas.some((file) => modified(file) > modified(client));
}

/** The pages are as new as the newest of their sources, and are made anew when one changes. */
function arePagesStale(root) {
  const page = path.join(root, PAGE);
  if (!existsSync(page)) return true;
  const folder = path.join(root, 'apps/dashboard');
  const names = readdirSync(path.join(folder, 'src'), { recursive: true }).map((name) => path.join('src', name));
  return ['index.html', 'vite.config.ts', ...names].some((name) => modified(path.join(folder, name)) > modified(page));
}

/** Read by path: the package does not export its program. */
const viteOf = (root) => path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');

async function step(root, command, failure) {
  const { code, output } = await run([process.execPath, ...command], { cwd: root, quiet: true });
  if (code !== 0) throw new SetupError(`${output.trim()}\n${failure}`);
}

/**
 * Builds what a running daemon needs: the command line, the daemon behind it, the signer, the MCP server and the pages. One incremental compiler run, which
 * leaves alone what is up to date; the tests build through Nx.
 */
export async function buildPrograms(root) {
  if (!existsSync(path.join(root, 'apps/cli/dist/bundle/main.js'))) say('building (a moment the first time)');
  if (isClientStale(root)) await step(root, ['tools/prisma.mjs', 'generate'], 'The database client could not be made.');
  const compiler = createRequire(path.join(root, 'package.json')).resolve('typescript/bin/tsc');
  await step(root, [compiler, '-b', ...PROGRAMS], 'The build failed.');
  if (isBundleStale(root)) await bundleProgram(root);
  await step(root, ['apps/daemon/tools/build-no-network.mjs'], 'The wall around the signer could not be built.');
  if (!arePagesStale(root)) return;
  await step(root, [viteOf(root), 'build', 'apps/dashboard', '--logLevel', 'error'], 'The pages could not be built.');
  await step(root, ['apps/dashboard/tools/compress.mjs'], 'The pages could not be compressed.');
}
