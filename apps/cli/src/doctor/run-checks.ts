import { checkClock } from './checks/clock.check.js';
import { checkCompose } from './checks/compose.check.js';
import { checkContainers } from './checks/containers.check.js';
import { checkDatabaseFile } from './checks/database.check.js';
import { checkDisk } from './checks/disk.check.js';
import { checkExposure } from './checks/exposure.check.js';
import { checkExternalAddress } from './checks/external-address.check.js';
import { checkFileModes } from './checks/file-modes.check.js';
import { checkListeners } from './checks/listeners.check.js';
import { checkPassword } from './checks/password.check.js';
import { checkRpc } from './checks/rpc.check.js';
import { checkRunning } from './checks/running.check.js';
import { checkSigner } from './checks/signer.check.js';
import { checkTls } from './checks/tls.check.js';
import { checkWebAttacks } from './checks/web-attacks.check.js';
import type { DoctorTarget } from './target.js';
import { type CheckResult, reasonOf } from './verdict.js';

type CheckFunction = (target: DoctorTarget) => readonly CheckResult[] | Promise<readonly CheckResult[]>;

/** From the outside in. The report of the daemon comes first: what the others try must not be in it. */
const CHECKS: readonly (readonly [string, CheckFunction])[] = [
  ['exposure', checkExposure],
  ['running', checkRunning],
  ['listeners', checkListeners],
  ['external-address', checkExternalAddress],
  ['compose-ports', checkCompose],
  ['docker', checkContainers],
  ['web-attacks', checkWebAttacks],
  ['tls-protocol', checkTls],
  ['signer-network', checkSigner],
  ['file-modes', checkFileModes],
  ['password', checkPassword],
  ['clock', checkClock],
  ['disk-space', checkDisk],
  ['database', checkDatabaseFile],
  ['rpc', checkRpc],
];

/** All of them, whatever one of them does: a check that breaks is a check that failed. */
export async function runChecks(target: DoctorTarget): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [name, check] of CHECKS) {
    try {
      results.push(...(await check(target)));
    } catch (error) {
      results.push({ check: name, verdict: 'fail', message: `could not be carried out: ${reasonOf(error)}` });
    }
  }
  return results;
}
