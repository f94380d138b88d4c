import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { debianMirror, type Engine } from './engine.js';
import { must } from './shell.js';

/** The names that the Dockerfiles take by default. */
const DEBIAN = 'debian:trixie-slim';
const NODE = 'node:24-slim';
/** What the Dockerfiles install themselves; here already so that it is fetched once. */
const BUILD_PACKAGES = ['ca-certificates', 'curl', 'g++', 'make', 'python3'];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Stand-ins for the base images, made of this machine's own Debian archive and Node, so that no registry is asked. They trust whom
 * this machine trusts: where HTTPS goes through a proxy, npm inside a build needs that too.
 */
export async function makeBaseImages(engine: Engine): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waiaas-base-'));
  try {
    const rootfs = path.join(folder, 'debian', 'rootfs.tar');
    await mkdir(path.dirname(rootfs));
    const packages = `--include=${BUILD_PACKAGES.join(',')}`;
    await must(['mmdebstrap', '--quiet', '--variant=minbase', packages, 'bookworm', rootfs, await debianMirror()], {
      timeoutMs: 600_000,
    });
    await cp(CERTIFICATES, path.join(folder, 'debian', 'ca.crt'));
    await writeFile(path.join(folder, 'debian', 'Dockerfile'), `FROM scratch\nADD rootfs.tar /\nCOPY ca.crt ${CERTIFICATES}\n`);
    await build(engine, DEBIAN, path.join(folder, 'debian'));
    await copyNode(path.join(folder, 'node', 'usr'));
    await writeFile(path.join(folder, 'node', 'Dockerfile'), NODE_DOCKERFILE);
    await build(engine, NODE, path.join(folder, 'node'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const NODE_DOCKERFILE = [
  `FROM ${DEBIAN}`,
  'COPY usr /usr/local',
  'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && groupadd --gid 1000 node && useradd --uid 1000 --gid node node',
  `ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES}`,
  '',
].join('\n');

/** The builder that needs nothing from anywhere. */
async function build(engine: Engine, tag: string, folder: string): Promise<void> {
  await engine.must(['build', '-q', '-t', tag, folder], { env: { DOCKER_BUILDKIT: '0' }, timeoutMs: 600_000 });
}

/** The Node that runs this, with its npm and its headers, as it lies in the official image. */
async function copyNode(target: string): Promise<void> {
  const node = await realpath(process.execPath);
  const prefix = path.dirname(path.dirname(node));
  await mkdir(path.join(target, 'bin'), { recursive: true });
  await cp(node, path.join(target, 'bin', 'node'));
  for (const folder of ['lib/node_modules/npm', 'include/node']) {
    const source = path.join(prefix, folder);
    if (!existsSync(source)) throw new Error(`the Node of this machine lacks ${folder}`);
    await cp(source, path.join(target, folder), { recursive: true, verbatimSymlinks: true });
  }
}
