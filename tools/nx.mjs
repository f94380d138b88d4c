// Nx without its cloud, its daemon and its full-screen output: nothing is called, nothing stays behind.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

export const NX_ENVIRONMENT = { NX_NO_CLOUD: 'true', NX_DAEMON: 'false', NX_TUI: 'false' };

/** The command line of Nx, for any of the child process functions: `[program, ...arguments]`. */
export function nxCommand(...args) {
  const manifest = createRequire(import.meta.url).resolve('nx/package.json');
  const { bin } = createRequire(import.meta.url)(manifest);
  return [process.execPath, path.join(path.dirname(manifest), bin.nx), ...args];
}

if (process.argv[1] === import.meta.filename) {
  const [program, ...args] = nxCommand(...process.argv.slice(2));
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...NX_ENVIRONMENT } });
  process.exitCode = status ?? 1;
}
