import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const ENTRY = 'apps/cli/dist/main.js';
const FOLDER = 'apps/cli/dist/bundle';

/** Native code stays where it was installed. The others are asked for by the framework and by `ws` in case they are there: they are not. */
const EXTERNAL = [
  'better-sqlite3',
  'argon2',
  'bufferutil',
  'utf-8-validate',
  /^@nestjs\/(microservices|websockets|platform-express)/,
  /^class-transformer\/storage/,
];

/** The compiled module goes on finding its files from where it was, not from where the bundle is. */
const ownPlace = (root) => ({
  name: 'own-place',
  transform(code, id) {
    const isOurs = ['apps', 'libs'].some((folder) => id.startsWith(path.join(root, folder) + path.sep));
    if (!isOurs || !code.includes('import.meta.url')) return undefined;
    const place = JSON.stringify(path.relative(path.join(root, FOLDER), id));
    return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`) };
  },
});

/**
 * Makes one program of the command line, the daemon and the libraries they use. Finding and opening some two thousand modules one by one is
 * most of a start. Names are kept: the framework shows them, and the OpenAPI document is made of them.
 */
export async function bundleProgram(root) {
  // Not at the top: whoever starts for the first time has yet to install it.
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: { main: path.join(root, ENTRY) },
    platform: 'node',
    external: EXTERNAL,
    plugins: [ownPlace(root)],
    logLevel: 'silent',
  });
  await bundle.write({ dir: path.join(root, FOLDER), format: 'esm', keepNames: true, cleanDir: true });
  await bundle.close();
}

/** Older than something it was made of: the compiler leaves its record anew whenever it wrote. */
export function isBundleStale(root) {
  const program = path.join(root, FOLDER, 'main.js');
  if (!existsSync(program)) return true;
  const records = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(root, folder, name, 'dist', '.tsbuildinfo')),
  );
  const madeAt = statSync(program).mtimeMs;
  return [path.join(root, 'package-lock.json'), ...records].some((file) => existsSync(file) && statSync(file).mtimeMs > madeAt);
}
