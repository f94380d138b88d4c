import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, linkSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { sourceFault } from './password-source.js';

/**
 * Makes `<data>/recovery.key` if there is none: 43 base64url characters (32 random bytes) and a line feed, mode 0600.
 *
 * The name appears only once the bytes are on the disk, and never replaces a file: a crash leaves all or nothing.
 */
export function provisionRecoveryKey(path: string): void {
  if (existsSync(path)) return;
  const draft = `${path}.tmp`;
  try {
    removeDraft(draft);
    writeDurably(draft, `${randomBytes(32).toString('base64url')}\n`);
    linkSync(draft, path);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isTaken) throw sourceFault('RECOVERY_KEY_NOT_WRITABLE');
  } finally {
    removeDraft(draft);
  }
}

// O_SYNC: the write returns once the bytes are on the disk. (Node's permission model, under which this runs, refuses fsync.)
const EXCLUSIVE_AND_DURABLE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_SYNC ?? 0);

function writeDurably(path: string, text: string): void {
  const file = openSync(path, EXCLUSIVE_AND_DURABLE, 0o600);
  try {
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

function removeDraft(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // There was none, or it cannot be removed: then making it fails, which says so.
  }
}
