import { TRANSACTION_STATUSES, type TransactionStatus } from '@waiaas/core';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId, IsNetwork } from '../../../common/validation/value.decorators.js';

const LAST_SECOND = 253_402_300_799;

/** At most one of `offset`, `cursor` and `newerCursor`. */
export class WalletTransactionsQuery {
  @Optional() @QueryInteger(0, 1_000_000_000) offset?: number;
  /** Rows older than this one. */
  @Optional() @IsId() cursor?: string;
  /** Rows newer than this one, those nearest to it. */
  @Optional() @IsId() newerCursor?: string;
  @Optional() @QueryInteger(1, 100) limit?: number;
}

export class AdminTransactionsQuery extends WalletTransactionsQuery {
  @Optional() @IsId() walletId?: string;
  @Optional() @IsId() wallet_id?: string;
  @Optional() @IsString() @MaxLength(32) type?: string;
  @Optional() @IsIn(TRANSACTION_STATUSES) status?: TransactionStatus;
  @Optional() @IsNetwork() network?: string;
  @Optional() @QueryInteger(0, LAST_SECOND) since?: number;
  @Optional() @QueryInteger(0, LAST_SECOND) until?: number;
  /** Part of an id, a transaction hash or a recipient; those have no other characters, and `%` would match everything. */
  @Optional() @Matches(/^[0-9A-Za-z-]{1,128}$/, { message: 'must be letters, digits and hyphens' }) search?: string;
}
