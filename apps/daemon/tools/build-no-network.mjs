// Compiles what keeps the signer off the network, where that can be: on Linux with a C compiler. Elsewhere the signer goes without it,
// and `waiaas doctor` says so.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../docker/no-network.c', import.meta.url));
const program = fileURLToPath(new URL('../dist/no-network', import.meta.url));
const isFresh = () => existsSync(program) && statSync(program).mtimeMs >= statSync(source).mtimeMs;

if (process.platform === 'linux' && !isFresh()) {
  mkdirSync(path.dirname(program), { recursive: true });
  // Put in place whole: a running daemon may be starting a signer.
  const next = `${program}.${process.pid}`;
  const { status } = spawnSync('cc', ['-O2', '-Wall', '-Werror', '-o', next, source], { stdio: 'ignore' });
  if (status === 0) renameSync(next, program);
  else process.stderr.write('without a C compiler the signer keeps the network of the daemon; waiaas doctor says so\n');
}
