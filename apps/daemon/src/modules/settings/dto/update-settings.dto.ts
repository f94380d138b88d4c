import type { SettingChange, UpdateSettingsRequest } from '@waiaas/api-types';
import { Allow, IsString, MaxLength } from 'class-validator';
import { NestedList } from '../../../common/validation/nested.decorator.js';

const MAX_CHANGES = 100;

export class SettingChangeDto implements SettingChange {
  @IsString()
  @MaxLength(128)
  key!: string;

  /** Judged by the registry: the typed value or its string. */
  @Allow()
  value!: unknown;
}

export class UpdateSettingsDto implements UpdateSettingsRequest {
  @NestedList(() => SettingChangeDto, { min: 1, max: MAX_CHANGES })
  settings!: SettingChangeDto[];
}
