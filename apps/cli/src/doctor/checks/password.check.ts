import type { DoctorTarget } from '../target.js';
import { Check, type CheckResult } from '../verdict.js';

const check = new Check('password', 'The master password opens every key; a copied disk can be tried against it for years.');
const CHANGE = 'Change it: PUT /v1/admin/master-password, with at least 20 characters from openssl rand -base64 32.';
const LEAST_LENGTH = 12;
const GOOD_LENGTH = 16;
const LEAST_DIFFERENT = 6;
const LEAST_LEFT = 5;

/** What everybody tries first, with the decorations that change nothing. */
const COMMON =
  /pass ?w(?:or|0r)[dt]|p[a4]ssw[o0]rd|changeme|waiaas|master|wallet|secret|admin|letmein|welcome|qwert[yz]?|asdf|default|correct ?horse|battery ?staple|1?23456?7?8?9?0?|abc(?:def)?|test|root/g;

/** Whether the password that is in force is one that somebody chose, and a good one. Never says what it is. */
export function checkPassword({ password }: DoctorTarget): readonly CheckResult[] {
  if (password === undefined) {
    return [check.skip('not known here, so not judged', 'Name its file in WAIAAS_MASTER_PASSWORD_FILE for the run of doctor.')];
  }
  if (password.source === 'recovery.key') {
    return [check.warn('it is still the one made at the first start, and lies in recovery.key beside the keys', CHANGE)];
  }
  const flaw = flawOf(password.value);
  if (flaw !== undefined) return [check.fail(`it is weak: ${flaw}`, CHANGE)];
  if (password.value.length < GOOD_LENGTH) return [check.warn(`it has fewer than ${GOOD_LENGTH} characters`, CHANGE)];
  return [check.pass('one that somebody chose, long enough, not a common one')];
}

function flawOf(password: string): string | undefined {
  if (password.length < LEAST_LENGTH) return `fewer than ${LEAST_LENGTH} characters`;
  if (new Set(password.toLowerCase()).size < LEAST_DIFFERENT) return 'too few different characters';
  const left = password
    .toLowerCase()
    .replace(COMMON, '')
    .replace(/[^a-z0-9]/g, '');
  const isCommon = left.length < password.replace(/[^a-z0-9]/gi, '').length;
  return isCommon && new Set(left).size < LEAST_LEFT ? 'little but words that everybody tries first' : undefined;
}
