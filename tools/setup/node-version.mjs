import { SetupError } from './report.mjs';

const OLDEST = [20, 19];

/** Throws a SetupError when `version` (as `process.versions.node` has it) is older than the project supports. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new SetupError(
    `Node.js ${OLDEST.join('.')} or newer is needed, this is ${version}. See https://nodejs.org or your version manager.`,
  );
}
