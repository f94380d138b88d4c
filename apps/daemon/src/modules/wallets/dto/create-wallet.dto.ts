import type { CreateWalletRequest, PolicyPreset, WalletChain, WalletEnvironment } from '@waiaas/api-types';
import { IsBoolean, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { Optional, Unchecked } from '../../../common/validation/optional.decorator.js';

export class CreateWalletDto implements CreateWalletRequest {
  @IsString()
  @Length(1, 100)
  name!: string;

  /** Which chains there are is said by CHAIN_NOT_SUPPORTED, not by the shape. */
  @Optional()
  @IsString()
  @MaxLength(32)
  chain?: WalletChain;

  @Optional()
  @IsIn(['testnet', 'mainnet'])
  environment?: WalletEnvironment;

  @Optional()
  @IsBoolean()
  createSession?: boolean;

  @Optional()
  @IsIn(['eoa', 'smart'])
  accountType?: 'eoa' | 'smart';

  @Optional()
  @IsIn(['guarded', 'testnet', 'none'])
  policyPreset?: PolicyPreset;

  // Older clients send these with every wallet; they mean nothing for an ordinary account.
  @Unchecked() aaProvider?: unknown;
  @Unchecked() aaProviderApiKey?: unknown;
  @Unchecked() aaBundlerUrl?: unknown;
  @Unchecked() aaPaymasterUrl?: unknown;
  @Unchecked() aaPaymasterPolicyId?: unknown;
}
