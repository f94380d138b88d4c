import { Inject, Injectable } from '@nestjs/common';
import type { SealContext, SignerPort } from '@waiaas/core';
import { settingDefinition, type SettingKey } from '../../config/settings-registry.js';
import { SIGNER } from '../../infra/signer/signer.token.js';

/** The stored form of a value. Secrets are sealed by the signer under the row's identity, so a copied database shows none. */
@Injectable()
export class SettingsVault {
  constructor(@Inject(SIGNER) private readonly signer: SignerPort) {}

  async toStored(key: SettingKey, value: unknown): Promise<string> {
    const text = JSON.stringify(value);
    if (!settingDefinition(key).secret) return text;
    return this.signer.seal(contextOf(key), Buffer.from(text, 'utf8').toString('base64'));
  }

  /** The value as the registry accepts it today, or undefined where a stored one no longer fits. */
  async fromStored(key: SettingKey, stored: string): Promise<unknown> {
    const definition = settingDefinition(key);
    const text = definition.secret ? await this.#open(key, stored) : stored;
    return definition.parse(JSON.parse(text));
  }

  async #open(key: SettingKey, sealed: string): Promise<string> {
    return Buffer.from(await this.signer.open(contextOf(key), sealed), 'base64').toString('utf8');
  }
}

function contextOf(key: SettingKey): SealContext {
  return { table: 'settings', rowId: key, column: 'value' };
}
