import { existsSync } from 'node:fs';

/** A test runner that is killed runs no exit handler; Linux can end the child for it. `setpriv` becomes the program, so the pid is the node's. */
export function dyingWithParent(): readonly string[] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : [];
}
