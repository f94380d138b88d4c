import { resolve } from 'node:path';
import type { PasswordSource, Secret } from '@waiaas/core';
import { SignerStartError } from './signer-start-error.js';

/** Where the operator put the master password. Values stay sealed in a Secret and are given to the signer at most once. */
export type ConfiguredPassword =
  | { readonly kind: 'file'; readonly path: string }
  /** `value`: what was found there. `pid`: the process whose start environment `/proc` shows to a later signer (this one). */
  | { readonly kind: 'environment'; readonly pid: number; readonly value?: Secret<string> }
  | { readonly kind: 'prompt'; readonly value: Secret<string> }
  | { readonly kind: 'provisioned'; readonly path: string };

export interface PasswordSettings {
  /** `WAIAAS_MASTER_PASSWORD_FILE`. */
  readonly file?: string;
  /** `WAIAAS_MASTER_PASSWORD`, already removed from the process environment. */
  readonly environment?: Secret<string>;
  /** Typed in at `waiaas start --prompt`. */
  readonly prompt?: Secret<string>;
  /** `<data>/recovery.key`: used, and made on the first boot, when nothing else is configured. */
  readonly recoveryKeyPath: string;
}

/** Exactly one source, its path absolute (the signer runs in another directory). Two configured ones are an error, since the one not used would be believed to work. */
export function choosePassword(settings: PasswordSettings): ConfiguredPassword {
  if (settings.file !== undefined && settings.environment !== undefined) {
    throw new SignerStartError(
      'TWO_SOURCES',
      'WAIAAS_MASTER_PASSWORD and WAIAAS_MASTER_PASSWORD_FILE are both set; keep one of them.',
    );
  }
  if (settings.prompt !== undefined) return { kind: 'prompt', value: settings.prompt };
  if (settings.file !== undefined) return { kind: 'file', path: resolve(settings.file) };
  if (settings.environment !== undefined) return { kind: 'environment', pid: process.pid, value: settings.environment };
  return { kind: 'provisioned', path: resolve(settings.recoveryKeyPath) };
}

/**
 * Gives the signer its password source as often as it starts. What only this process knows is given once and then forgotten:
 * a later start of the signer has to wait for a person.
 */
export class PasswordHandover {
  #value: Secret<string> | undefined;

  constructor(
    private readonly configured: ConfiguredPassword,
    private readonly platform: NodeJS.Platform = process.platform,
  ) {
    this.#value = configured.kind === 'environment' || configured.kind === 'prompt' ? configured.value : undefined;
  }

  /** For making the vault: what is given once is kept for the unlock that follows. */
  first(): PasswordSource | undefined {
    const { configured } = this;
    if (configured.kind === 'file' || configured.kind === 'provisioned') return configured;
    if (this.#value !== undefined) return { kind: 'handover', password: this.#value.reveal() };
    return configured.kind === 'environment' && this.platform === 'linux'
      ? { kind: 'environment', pid: configured.pid }
      : undefined;
  }

  /** For an unlock. */
  next(): PasswordSource | undefined {
    const source = this.first();
    this.#value = undefined;
    return source;
  }
}
