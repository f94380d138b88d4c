import { DomainError, type SignerPort } from '@waiaas/core';
import { Logger } from '../../src/common/logging/logger.js';
import type { SettingKey } from '../../src/config/settings-registry.js';
import type { Database } from '../../src/infra/prisma/database.js';
import type { AuditService } from '../../src/modules/audit/audit.service.js';
import { PoliciesRepository } from '../../src/modules/policies/policies.repository.js';
import { PolicySetVersions } from '../../src/modules/policies/policy-set-versions.service.js';
import { SettingsRepository } from '../../src/modules/settings/settings.repository.js';
import { SettingsService } from '../../src/modules/settings/settings.service.js';
import { SettingsUpdate } from '../../src/modules/settings/settings-update.service.js';
import { SettingsVault } from '../../src/modules/settings/settings-vault.service.js';
import { SettingsWriter } from '../../src/modules/settings/settings-writer.service.js';
import type { FixedClock } from '../fixed-clock.js';
import { DefaultConfig } from '../owners/owners-fixture.js';

/** Reverses the text: enough to see what is at rest, and that a value belongs to its row. */
export class FakeSigner {
  isLocked = false;

  async seal(context: { readonly rowId: string }, plaintext: string): Promise<string> {
    return `${context.rowId}:${[...plaintext].reverse().join('')}`;
  }

  async open(context: { readonly rowId: string }, sealed: string): Promise<string> {
    if (this.isLocked) throw new DomainError('KEYSTORE_LOCKED');
    const [row, text = ''] = sealed.split(':');
    if (row !== context.rowId) throw new Error('sealed for another row');
    return [...text].reverse().join('');
  }
}

class PinnedConfig extends DefaultConfig {
  override isPinned(key: SettingKey): boolean {
    return key === 'policy.default_delay_seconds';
  }

  override source(key: SettingKey): 'default' | 'file' {
    return this.isPinned(key) ? 'file' : 'default';
  }
}

export interface StartedSettings {
  readonly settings: SettingsService;
  readonly updates: SettingsUpdate;
}

/** The settings of one process; `policy.default_delay_seconds` is set outside to 1200. */
export async function startSettings(on: {
  readonly database: Database;
  readonly audit: AuditService;
  readonly signer: FakeSigner;
  readonly clock: FixedClock;
}): Promise<StartedSettings> {
  const config = new PinnedConfig({ 'policy.default_delay_seconds': 1200 });
  const rows = new SettingsRepository(on.database);
  const vault = new SettingsVault(on.signer as unknown as SignerPort);
  const settings = new SettingsService(config, rows, vault, new Logger('fatal'));
  await settings.onModuleInit();
  const writer = new SettingsWriter(rows, new PolicySetVersions(new PoliciesRepository(on.database)), on.audit, on.clock);
  return { settings, updates: new SettingsUpdate(on.database, settings, vault, writer, config, on.clock) };
}
