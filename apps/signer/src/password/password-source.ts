import { readFileSync, statSync } from 'node:fs';
import { DomainError, type PasswordSource } from '@waiaas/core';
import { MAX_PASSWORD_BYTES } from '@waiaas/keystore';

const VARIABLE = 'WAIAAS_MASTER_PASSWORD';
const LINE_ENDING_BYTES = 2;

/** A password that cannot be had. `reason` is a fixed word; the daemon turns it into one line for the operator. */
export function sourceFault(reason: string): DomainError {
  return new DomainError('INVALID_MASTER_PASSWORD', { details: { reason } });
}

/** The password as the operator configured it. The signer is the only process that opens the file or looks into the environment. */
export function readPassword(source: PasswordSource): string {
  switch (source.kind) {
    case 'file':
      return readPasswordFile(source.path, 'PASSWORD_FILE');
    case 'provisioned':
      return readPasswordFile(source.path, 'RECOVERY_KEY');
    case 'environment':
      return readEnvironment(source.pid);
    case 'handover':
      return source.password;
  }
}

function readPasswordFile(path: string, name: 'PASSWORD_FILE' | 'RECOVERY_KEY'): string {
  const bytes = readRegularFile(path, name);
  try {
    // One line ending belongs to the editor that wrote the file, not to the password.
    const password = decode(bytes, name).replace(/\r?\n$/, '');
    if (password === '') throw sourceFault(`${name}_EMPTY`);
    return password;
  } finally {
    bytes.fill(0);
  }
}

function readRegularFile(path: string, name: string): Buffer {
  let bytes: Buffer;
  try {
    // A pipe or device would block the signer for ever, or never end.
    if (!statSync(path).isFile()) throw sourceFault(`${name}_UNREADABLE`);
    bytes = readFileSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw sourceFault(isMissing ? `${name}_MISSING` : `${name}_UNREADABLE`);
  }
  if (bytes.length <= MAX_PASSWORD_BYTES + LINE_ENDING_BYTES) return bytes;
  bytes.fill(0);
  throw sourceFault(`${name}_TOO_LONG`);
}

function readEnvironment(pid: number): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(`/proc/${String(pid)}/environ`);
  } catch {
    throw sourceFault('ENVIRONMENT_UNREADABLE');
  }
  try {
    const value = valueOf(bytes, VARIABLE);
    if (value === undefined || value.length === 0) throw sourceFault('ENVIRONMENT_NOT_SET');
    return decode(value, 'ENVIRONMENT');
  } finally {
    bytes.fill(0);
  }
}

/** One variable out of NUL-separated `NAME=value` bytes. */
function valueOf(environ: Buffer, name: string): Buffer | undefined {
  const prefix = Buffer.from(`${name}=`, 'latin1');
  let start = 0;
  while (start < environ.length) {
    const nul = environ.indexOf(0, start);
    const end = nul === -1 ? environ.length : nul;
    const entry = environ.subarray(start, end);
    if (entry.subarray(0, prefix.length).equals(prefix)) return entry.subarray(prefix.length);
    start = end + 1;
  }
  return undefined;
}

function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw sourceFault(`${name}_NOT_UTF8`);
  }
}
