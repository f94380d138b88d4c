import { TRANSACTION_STATUSES, type TransactionStatus } from '@waiaas/core';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId, IsNetwork } from '../../../common/validation/value.decorators.js';

export class WalletQuery {
  @Optional() @IsId() walletId?: string;
}

export class TransactionsQuery extends WalletQuery {
  @Optional() @QueryInteger(1, 100) limit?: number;
  @Optional() @IsId() cursor?: string;
  @Optional() @IsIn(TRANSACTION_STATUSES) status?: TransactionStatus;
  @Optional() @IsString() @MaxLength(32) type?: string;
  @Optional() @IsNetwork() network?: string;
}

export class PendingQuery extends WalletQuery {
  @Optional() @IsIn(['inflight']) include?: string;
}
