import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';
import { localHeaders } from './node-headers.mjs';
import { say, SetupError } from './report.mjs';

// npm writes the hidden lock last, so it tells a finished installation from a torn one.
const HIDDEN_LOCK = 'node_modules/.package-lock.json';
const STAMP = 'node_modules/.waiaas-installed';

function fingerprint(root) {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  return hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`).digest('hex');
}

const modified = (file) => statSync(file).mtimeMs;

/** Installed by us from this lock file, for this Node. */
function isStamped(root) {
  const stamp = path.join(root, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

/** Installed by hand with npm after the lock file last changed. */
function isInstalledByHand(root) {
  const hidden = path.join(root, HIDDEN_LOCK);
  if (!existsSync(hidden)) return false;
  return statSync(hidden).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

/** The npm that runs us, or the one on the path. */
export function npmCommand(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, script, ...args] : ['npm', ...args];
}

/** A fresh process: a module that failed to load once would stay failed in this one. */
async function hasDatabaseDriver(root) {
  const probe = "new (require('better-sqlite3'))(':memory:').close()";
  return (await run([process.execPath, '-e', probe], { cwd: path.join(root, 'apps', 'daemon'), quiet: true })).code === 0;
}

/** better-sqlite3 is the one package whose install script runs: it fetches its binary, or compiles it. */
async function ensureDatabaseDriver(root) {
  if (await hasDatabaseDriver(root)) return;
  say('building the database driver (about a minute where no ready-made binary can be had)');
  const headers = localHeaders();
  const env = headers === undefined ? {} : { npm_config_nodedir: headers };
  const { output } = await run(npmCommand('rebuild', 'better-sqlite3', '--ignore-scripts=false'), {
    cwd: root,
    quiet: true,
    env,
  });
  if (await hasDatabaseDriver(root)) return;
  const tail = output.trim().split('\n').slice(-15).join('\n');
  throw new SetupError(
    `${tail}\n\nbetter-sqlite3 has no ready-made binary for this machine and could not be compiled.\n` +
      'Install a compiler and start again: on Debian or Ubuntu `apt-get install python3 make g++`,\n' +
      'on Alpine `apk add python3 make g++`, on macOS `xcode-select --install`.',
  );
}

async function installPackages(root) {
  say('installing dependencies (about a minute the first time)');
  const command = npmCommand('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  const { code, output } = await run(command, { cwd: root, quiet: true });
  if (code !== 0) throw new SetupError(`${output.trim()}\nnpm could not install the dependencies.`);
}

/** Makes node_modules match the lock file. Does nothing when it already does. */
export async function ensureInstalled(root) {
  if (isStamped(root)) return;
  if (!isInstalledByHand(root)) await installPackages(root);
  await ensureDatabaseDriver(root);
  writeFileSync(path.join(root, STAMP), fingerprint(root));
}
