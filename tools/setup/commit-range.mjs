import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';

async function git(root, ...args) {
  const { code, output } = await run(['git', ...args], { cwd: root, quiet: true });
  return code === 0 ? output.trim() : undefined;
}

/** The arguments of commitlint for the commits of this branch; the newest commit alone where no branch point is known. Null outside git. */
export async function commitRange(root) {
  if (!existsSync(path.join(root, '.git'))) return null;
  const head = await git(root, 'rev-parse', '--verify', 'HEAD');
  if (head === undefined) return null;
  for (const trunk of ['origin/main', 'main']) {
    const base = await git(root, 'merge-base', trunk, 'HEAD');
    if (base !== undefined && base !== head) return ['--from', base, '--to', 'HEAD'];
  }
  return ['--last'];
}
