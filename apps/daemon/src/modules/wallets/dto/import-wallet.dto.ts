import type { ImportWalletRequest, KeyFormat } from '@waiaas/api-types';
import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { Nested } from '../../../common/validation/nested.decorator.js';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { CreateWalletDto } from './create-wallet.dto.js';

export class KeySecretDto {
  @IsIn(['hex', 'base58', 'base64', 'keypair-json', 'mnemonic'])
  format!: KeyFormat;

  @IsString()
  @Length(1, 1024)
  value!: string;

  @Optional()
  @IsString()
  @MaxLength(128)
  derivationPath?: string;
}

export class ImportWalletDto extends CreateWalletDto implements ImportWalletRequest {
  @Nested(() => KeySecretDto)
  secret!: KeySecretDto;

  @Optional()
  @IsString()
  @MaxLength(128)
  expectedAddress?: string;
}
