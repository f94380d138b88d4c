import { Secret } from '@waiaas/core';
import { ConfigError } from './config-error.js';

/** A password the caller of the daemon read already, so that it is in nobody's environment. */
export interface GivenPassword {
  readonly kind: 'prompt' | 'environment';
  readonly value: string | Secret<string>;
}

export interface PasswordSources {
  readonly file?: string;
  readonly environment?: Secret<string>;
  readonly prompt?: Secret<string>;
}

/**
 * Where the master password is to come from. The variable leaves the environment here; the file is named and never opened, since
 * the signer alone reads it.
 */
export function takePasswordSources(environment: NodeJS.ProcessEnv, given: GivenPassword | undefined): PasswordSources {
  const fromEnvironment = filled(environment['WAIAAS_MASTER_PASSWORD']);
  delete environment['WAIAAS_MASTER_PASSWORD'];
  const file = filled(environment['WAIAAS_MASTER_PASSWORD_FILE']);
  const value = given?.kind === 'environment' ? given.value : fromEnvironment;
  if (value !== undefined && file !== undefined) {
    throw new ConfigError(['WAIAAS_MASTER_PASSWORD and WAIAAS_MASTER_PASSWORD_FILE are both set; keep one']);
  }
  return {
    ...(file === undefined ? {} : { file }),
    ...(value === undefined ? {} : { environment: asSecret(value) }),
    ...(given?.kind === 'prompt' ? { prompt: asSecret(given.value) } : {}),
  };
}

function filled(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function asSecret(value: string | Secret<string>): Secret<string> {
  return typeof value === 'string' ? new Secret(value) : value;
}
