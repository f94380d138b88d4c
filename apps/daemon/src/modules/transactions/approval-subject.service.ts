import { Injectable } from '@nestjs/common';
import { nativeAssetKey, networkOf, tokenAssetId } from '@waiaas/core';
import type { StoredOperation, TransactionRow } from '@waiaas/pipeline';
import { ApprovalSubject, type ApprovalFacts, type ApprovalOperation } from '../owners/approval-subject.port.js';
import { TokensService } from '../tokens/tokens.service.js';
import { toTransactionRow } from './rows.repository.js';
import { TransactionsRepository } from './transactions.repository.js';

/** What an approval text is made of: the stored row and the registry's own symbols, nothing a caller or a contract said. */
@Injectable()
export class ApprovalSubjectService extends ApprovalSubject {
  constructor(
    private readonly transactions: TransactionsRepository,
    private readonly tokens: TokensService,
  ) {
    super();
  }

  override async load(transactionId: string): Promise<ApprovalFacts | undefined> {
    const stored = await this.transactions.find(transactionId);
    if (stored === undefined) return undefined;
    const row = toTransactionRow(stored);
    return {
      transactionId: row.id,
      walletId: row.walletId,
      chain: row.chain,
      network: row.network,
      type: row.intent.type,
      status: row.status,
      waitReason: row.waitReason,
      requestHash: row.requestHash,
      policySetVersion: row.policySetVersion,
      usdMicros: row.decision.usdMicros,
      operations: await Promise.all(row.decision.operations.map(async (operation) => this.#operation(row, operation))),
    };
  }

  async #operation(row: TransactionRow, operation: StoredOperation): Promise<ApprovalOperation> {
    const network = networkOf(row.network);
    const { asset, selector, tokenId } = operation;
    const isNative = asset === 'native';
    return {
      line: operation.line,
      kind: operation.kind,
      target: operation.target,
      amount: operation.amount,
      symbol: isNative ? network.nativeSymbol : asset === null ? null : await this.tokens.verifiedSymbol(row.network, asset),
      decimals: isNative ? network.nativeDecimals : operation.decimals,
      asset: asset === null ? null : isNative ? nativeAssetKey(network) : tokenAssetId(network, asset),
      isUnlimited: operation.isUnlimited,
      ...(selector === null ? {} : { selector }),
      ...(tokenId === null ? {} : { tokenId }),
    };
  }
}
