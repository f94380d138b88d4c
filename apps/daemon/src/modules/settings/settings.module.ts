import { Global, Module } from '@nestjs/common';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { SettingsController } from './settings.controller.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsService } from './settings.service.js';
import { SettingsUpdate } from './settings-update.service.js';
import { SettingsVault } from './settings-vault.service.js';
import { SettingsWriter } from './settings-writer.service.js';

/** Global: every module reads settings at use. */
@Global()
@Module({
  imports: [PoliciesModule],
  controllers: [ApiKeysController, SettingsController],
  providers: [
    SettingsRepository,
    SettingsVault,
    SettingsService,
    SettingsWriter,
    SettingsUpdate,
    { provide: RuntimeSettings, useExisting: SettingsService },
  ],
  exports: [SettingsService, SettingsUpdate, RuntimeSettings],
})
export class SettingsModule {}
