import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@waiaas/daemon-e2e';

const ENTRYPOINT = fileURLToPath(new URL('../../../nginx/conf/entrypoint.sh', import.meta.url));
const PAGES = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

export const hasNginx = spawnSync('nginx', ['-v']).status === 0;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isOpen = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}

/** The proxy as its image runs it, on a port of this machine, with the built pages. Gives the way to end it. */
export async function startNginx(port: number, upstream: string): Promise<() => Promise<void>> {
  const dir = await mkdtemp(path.join(tmpdir(), 'waiaas-nginx-'));
  // Its workers are nobody, and read the pages.
  await chmod(dir, 0o755);
  await mkdir(path.join(dir, 'certificates'));
  await cp(PAGES, path.join(dir, 'site', 'admin'), { recursive: true });
  // A file, since it opens its standard error by name.
  const log = openSync(path.join(dir, 'nginx.log'), 'a');
  const child = spawn('sh', [ENTRYPOINT], {
    env: {
      PATH: process.env['PATH'],
      WAIAAS_PROXY_DIR: path.join(dir, 'certificates'),
      WAIAAS_PROXY_LISTEN: `127.0.0.1:${String(port)}`,
      WAIAAS_PROXY_PORT: String(port),
      WAIAAS_PROXY_UPSTREAM: upstream,
      WAIAAS_PROXY_SITE: path.join(dir, 'site'),
      WAIAAS_PROXY_RUN: path.join(dir, 'run'),
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  await eventually('nginx listens', () => isListening(port));
  return async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
    await rm(dir, { recursive: true, force: true });
  };
}
