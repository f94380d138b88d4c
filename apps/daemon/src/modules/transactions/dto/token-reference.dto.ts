import type { GasConditionRequest, NftReference, TokenReference } from '@waiaas/api-types';
import { IsIn, IsInt, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsAmount } from '../../../common/validation/value.decorators.js';

const NFT_STANDARDS = ['ERC-721', 'ERC-1155', 'SPL'] as const;

export class TokenReferenceDto implements TokenReference {
  @Optional() @IsString() @Length(1, 128) address?: string;
  @Optional() @IsInt() @Min(0) @Max(255) decimals?: number;
  /** Accepted from existing clients; the registry or the chain decides. */
  @Optional() @IsString() @MaxLength(64) symbol?: string;
  @Optional() @IsString() @Length(1, 256) assetId?: string;
  @Optional() @IsString() @MaxLength(128) tokenId?: string;
  @Optional() @IsIn(NFT_STANDARDS) standard?: string;
}

export class NftReferenceDto implements NftReference {
  @IsString() @MaxLength(128) tokenId!: string;
  @IsIn(NFT_STANDARDS) standard!: string;
}

export class GasConditionDto implements GasConditionRequest {
  @Optional() @IsAmount() maxGasPrice?: string;
  @Optional() @IsAmount() maxPriorityFee?: string;
  @Optional() @IsInt() @Min(60) @Max(86_400) timeout?: number;
}
