import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import type {
  GroupedSettingsSchemaResponse,
  SettingsByCategory,
  SettingsSchemaResponse,
  UpdateSettingsResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { SETTING_KEYS } from '../../config/settings-registry.js';
import { SettingsSchemaQuery } from './dto/settings-schema.query.dto.js';
import { UpdateSettingsDto } from './dto/update-settings.dto.js';
import { toSettingsByCategory, toSettingSchema } from './settings.mapper.js';
import { SettingsService } from './settings.service.js';
import { SettingsUpdate } from './settings-update.service.js';

@Controller('v1/admin/settings')
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly updates: SettingsUpdate,
  ) {}

  @Get()
  @Auth('master')
  read(): SettingsByCategory {
    return toSettingsByCategory(this.settings);
  }

  @Put()
  @Auth('master', { stepUp: 'sometimes' })
  async update(@Body() dto: UpdateSettingsDto, @CurrentActor() actor: Actor): Promise<UpdateSettingsResponse> {
    const versions = await this.updates.apply(dto.settings, actor);
    return { updated: dto.settings.length, settings: toSettingsByCategory(this.settings), versions };
  }

  @Get('schema')
  @Auth('master')
  schema(@Query() query: SettingsSchemaQuery): SettingsSchemaResponse | GroupedSettingsSchemaResponse {
    const settings = SETTING_KEYS.map((key) => toSettingSchema(key, this.settings));
    if (query.grouped !== true) return { settings };
    const names = [...new Set(settings.map(({ category }) => category))];
    return { categories: names.map((name) => ({ name, settings: settings.filter(({ category }) => category === name) })) };
  }
}
