import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import type { ApiKeysResponse, DeleteApiKeyResponse, SetApiKeyResponse } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import type { SettingKey } from '../../config/settings-registry.js';
import { ApiKeyDto } from './dto/api-key.dto.js';
import { SettingsRepository } from './settings.repository.js';
import { SettingsService } from './settings.service.js';
import { SettingsUpdate } from './settings-update.service.js';

/** A key is a secret setting under another name: sealed by the signer, never shown. */
const SETTING_OF = { coingecko: 'prices.coingecko_api_key', pyth: 'prices.pyth_api_key' } as const satisfies Readonly<
  Record<string, SettingKey>
>;

type Provider = keyof typeof SETTING_OF;

@Controller('v1/admin/api-keys')
export class ApiKeysController {
  constructor(
    private readonly settings: SettingsService,
    private readonly rows: SettingsRepository,
    private readonly updates: SettingsUpdate,
  ) {}

  @Get()
  @Auth('master')
  async list(): Promise<ApiKeysResponse> {
    const changedAt = await this.rows.changedAt(Object.values(SETTING_OF));
    const keys = Object.entries(SETTING_OF).map(([providerName, setting]) => {
      const value = this.settings.get(setting);
      return {
        providerName,
        hasKey: value !== null,
        maskedKey: value === null ? null : masked(value),
        requiresApiKey: false,
        updatedAt: changedAt.get(setting) ?? null,
      };
    });
    return { keys };
  }

  @Put(':provider')
  @Auth('master', { stepUp: true })
  async set(
    @Param('provider') provider: string,
    @Body() dto: ApiKeyDto,
    @CurrentActor() actor: Actor,
  ): Promise<SetApiKeyResponse> {
    await this.#change(provider, dto.apiKey, actor);
    return { success: true, providerName: provider };
  }

  @Delete(':provider')
  @Auth('master', { stepUp: true })
  async remove(@Param('provider') provider: string, @CurrentActor() actor: Actor): Promise<DeleteApiKeyResponse> {
    await this.#change(provider, '', actor);
    return { success: true };
  }

  async #change(provider: string, value: string, actor: Actor): Promise<void> {
    if (!isProvider(provider)) throw new DomainError('NOT_FOUND', { hint: 'GET /v1/admin/api-keys lists the providers.' });
    await this.updates.apply([{ key: SETTING_OF[provider], value }], actor, 'API_KEY_CHANGED');
  }
}

function isProvider(name: string): name is Provider {
  return Object.hasOwn(SETTING_OF, name);
}

/** Enough to tell two keys apart, and only of a long one. */
function masked(key: string): string {
  return key.length >= 16 ? `••••${key.slice(-4)}` : '••••';
}
