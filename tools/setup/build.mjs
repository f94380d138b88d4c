import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './child.mjs';
import { say, SetupError } from './report.mjs';

const PROGRAMS = ['apps/cli/tsconfig.build.json', 'apps/signer/tsconfig.build.json'];
const CLIENT = 'apps/daemon/src/infra/prisma/generated/client.ts';
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

async function step(root, command, failure) {
  const { code, output } = await run([process.execPath, ...command], { cwd: root, quiet: true });
  if (code !== 0) throw new SetupError(`${output.trim()}\n${failure}`);
}

/**
 * Builds what a running daemon needs: the command line, the daemon behind it and the signer. One incremental compiler run, which
 * leaves alone what is up to date; the tests build through Nx.
 */
export async function buildPrograms(root) {
  if (!existsSync(path.join(root, 'apps/cli/dist/main.js'))) say('building (a moment the first time)');
  if (isClientStale(root)) await step(root, ['tools/prisma.mjs', 'generate'], 'The database client could not be made.');
  const compiler = createRequire(path.join(root, 'package.json')).resolve('typescript/bin/tsc');
  await step(root, [compiler, '-b', ...PROGRAMS], 'The build failed.');
}
