import type { SettingChange, UpdateSettingsRequest } from '@waiaas/api-types';
import { Allow, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { NestedList } from '../../../common/validation/nested.decorator.js';

const MAX_CHANGES = 100;
const MAX_VERSION = 2 ** 31 - 1;

export class SettingChangeDto implements SettingChange {
  @IsString()
  @MaxLength(128)
  key!: string;

  /** Judged by the registry: the typed value or its string. */
  @Allow()
  value!: unknown;

  @Optional()
  @IsInt()
  @Min(0)
  @Max(MAX_VERSION)
  expectedVersion?: number;
}

export class UpdateSettingsDto implements UpdateSettingsRequest {
  @NestedList(() => SettingChangeDto, { min: 1, max: MAX_CHANGES })
  settings!: SettingChangeDto[];
}
