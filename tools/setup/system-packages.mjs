import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './child.mjs';
import { say, SetupError } from './report.mjs';

/** Programs from outside npm that the tests use, with the Debian package of each. The one list of them. */
const PROGRAMS = [
  // Only where the database driver has no ready-made binary; its own check says so when they are missed.
  { program: 'python3', debian: 'python3', isRequired: false },
  { program: 'make', debian: 'make', isRequired: false },
  { program: 'g++', debian: 'g++', isRequired: false },
  // The walks of the documentation are typed as they stand.
  { program: 'bash', debian: 'bash', isRequired: true },
  { program: 'curl', debian: 'curl', isRequired: true },
  { program: 'openssl', debian: 'openssl', isRequired: true },
  // A real browser opens the dashboard.
  { program: 'chromium', debian: 'chromium', isRequired: true },
  // Sets the clock of one process.
  { program: 'faketime', debian: 'faketime', isRequired: false },
  // For the suites of the network boundary, which say so when they have to be skipped.
  { program: 'ip', debian: 'iproute2', isRequired: false },
  { program: 'nginx', debian: 'nginx-light', isRequired: false },
  { program: 'testssl', debian: 'testssl.sh', isRequired: false },
  { program: 'dockerd', debian: 'docker.io', isRequired: false },
  { program: 'containerd', debian: 'containerd', isRequired: false },
  { program: 'iptables', debian: 'iptables', isRequired: false },
  { program: 'mmdebstrap', debian: 'mmdebstrap', isRequired: false },
];

function isOnPath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Services that come with a package are not started: the tests start their own. */
const INSTALL_ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

const canInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0;

async function install(programs) {
  if (programs.length === 0) return;
  const names = programs.map(({ debian }) => debian);
  say(`installing ${names.join(' ')}`);
  const { code, output } = await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names], {
    env: INSTALL_ENVIRONMENT,
    quiet: true,
  });
  if (code !== 0) say(output.trim());
}

/** Installs what is missing where that is ours to do (root on Debian), else names it. */
export async function ensureSystemPackages(programs = PROGRAMS) {
  const missing = () => programs.filter(({ program }) => !isOnPath(program));
  if (missing().length === 0) return;
  if (canInstall()) {
    await run(['apt-get', 'update', '-qq'], { env: INSTALL_ENVIRONMENT, quiet: true });
    // One that the archive lacks would keep all of its command away: what must be there comes first, by itself.
    await install(missing().filter(({ isRequired }) => isRequired));
    await install(missing());
  }
  const required = missing().filter(({ isRequired }) => isRequired);
  if (required.length === 0) return;
  throw new SetupError(`missing: ${required.map(({ program, debian }) => `${program} (Debian package ${debian})`).join(', ')}`);
}
