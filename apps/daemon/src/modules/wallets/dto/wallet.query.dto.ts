import { Matches } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId, IsNetwork, IsNetworkOrAll } from '../../../common/validation/value.decorators.js';

export class ListWalletsQuery {
  @Optional() @QueryInteger(1, 200) limit?: number;
  @Optional() @QueryInteger(0, 1_000_000_000) offset?: number;
}

export class WalletAddressQuery {
  @Optional() @IsId() walletId?: string;
  @Optional() @IsNetwork() network?: string;
}

export class WalletFundsQuery {
  @Optional() @IsId() walletId?: string;
  @Optional() @IsNetworkOrAll() network?: string;
  @Optional() @Matches(/^[A-Za-z]{3}$/, { message: 'must be a currency code' }) display_currency?: string;
}
