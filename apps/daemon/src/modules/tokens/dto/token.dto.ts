import type { AddTokenRequest, RemoveTokenRequest } from '@waiaas/api-types';
import { IsInt, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsNetwork } from '../../../common/validation/value.decorators.js';

const MAX_ADDRESS = 64;
/** A symbol may stand in a text that an owner signs: nothing invisible, nothing that breaks its grammar. */
const SYMBOL = /^[A-Za-z0-9._-]{1,20}$/;

export class AddTokenDto implements AddTokenRequest {
  @IsNetwork()
  network!: string;

  @IsString()
  @MaxLength(MAX_ADDRESS)
  address!: string;

  @IsString()
  @Matches(SYMBOL, { message: 'must be 1 to 20 letters, digits, dots, hyphens or underscores' })
  symbol!: string;

  @IsString()
  @Length(1, 100)
  name!: string;

  @IsInt()
  @Min(0)
  @Max(77)
  decimals!: number;
}

export class RemoveTokenDto implements RemoveTokenRequest {
  @IsNetwork()
  network!: string;

  @IsString()
  @MaxLength(MAX_ADDRESS)
  address!: string;
}

export class ListTokensQuery {
  @IsNetwork()
  network!: string;
}

export class ResolveTokenQuery {
  @IsNetwork()
  network!: string;

  @IsString()
  @MaxLength(MAX_ADDRESS)
  address!: string;
}
