import { DomainError } from '@waiaas/core';
import type { ConfiguredPassword } from './configured-password.js';
import { SignerStartError } from './signer-start-error.js';

const CONFIGURE = 'set WAIAAS_MASTER_PASSWORD_FILE (or WAIAAS_MASTER_PASSWORD), or start with --prompt';

const MESSAGES: Readonly<Record<string, (source: string) => string>> = {
  PASSWORD_WRONG: (source) =>
    `The password from ${source} does not open the vault. If it was changed since, configure the new one: ${CONFIGURE}.`,
  PASSWORD_TOO_SHORT: (source) =>
    `The password from ${source} is too short: a master password has at least 12 characters and at most 1024 bytes.`,
  PASSWORD_FILE_MISSING: (source) => `There is no file at ${source}.`,
  PASSWORD_FILE_EMPTY: (source) => `${source} is empty; it must hold the master password and at most one line ending.`,
  PASSWORD_FILE_TOO_LONG: (source) => `${source} is longer than a password can be (1024 bytes).`,
  PASSWORD_FILE_NOT_UTF8: (source) => `${source} is not UTF-8 text.`,
  PASSWORD_FILE_UNREADABLE: (source) =>
    `${source} cannot be read; check its owner and mode (a plain file, readable by the user of the daemon).`,
  RECOVERY_KEY_MISSING: (source) =>
    `No master password is configured and ${source} is gone, which happens once the password was changed: ${CONFIGURE}.`,
  RECOVERY_KEY_NOT_WRITABLE: (source) =>
    `${source} cannot be written; check owner and mode of the data directory, or ${CONFIGURE}.`,
  ENVIRONMENT_NOT_SET: () => 'WAIAAS_MASTER_PASSWORD is not in the environment that the daemon was started with.',
  ENVIRONMENT_UNREADABLE: () =>
    'The environment of the daemon cannot be read from /proc; use WAIAAS_MASTER_PASSWORD_FILE instead.',
  VAULT_MALFORMED: () => 'The vault row in the database is damaged; restore the database from a backup.',
};

/** The start error for a refusal of the signer. */
export function startErrorOf(error: unknown, password: ConfiguredPassword): SignerStartError {
  const reason = error instanceof DomainError ? error.details?.['reason'] : undefined;
  const message = typeof reason === 'string' ? MESSAGES[reason] : undefined;
  if (typeof reason !== 'string' || message === undefined) {
    return new SignerStartError(
      'SIGNER_FAILED',
      `The signer could not open the vault with the password from ${nameOf(password)}.`,
      { cause: error },
    );
  }
  return new SignerStartError(reason, message(nameOf(password)), { cause: error });
}

function nameOf(password: ConfiguredPassword): string {
  switch (password.kind) {
    case 'file':
      return `WAIAAS_MASTER_PASSWORD_FILE (${password.path})`;
    case 'environment':
      return 'WAIAAS_MASTER_PASSWORD';
    case 'prompt':
      return 'the prompt';
    case 'provisioned':
      return password.path;
  }
}
