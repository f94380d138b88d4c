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

const canInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0;

/** Installs what is missing where that is ours to do (root on Debian), else names it. */
export async function ensureSystemPackages(programs = PROGRAMS) {
  const missing = programs.filter(({ program }) => !isOnPath(program));
  if (missing.length === 0) return;
  if (canInstall()) {
    const names = missing.map(({ debian }) => debian);
    say(`installing ${names.join(' ')}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run(['apt-get', 'update', '-qq'], { env, quiet: true });
    const { code, output } = await run(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names], {
      env,
      quiet: true,
    });
    if (code === 0) return;
    say(output.trim());
  }
  const required = missing.filter(({ isRequired }) => isRequired);
  if (required.length === 0) return;
  throw new SetupError(`missing: ${required.map(({ program, debian }) => `${program} (Debian package ${debian})`).join(', ')}`);
}
