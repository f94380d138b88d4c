import { Injectable } from '@nestjs/common';
import { nativeAssetKey, networkOf, tokenAssetId, type Network } from '@waiaas/core';
import type { NewTransaction, StoredOperation } from '@waiaas/pipeline';
import { ApprovalSubject, type ApprovalFacts, type ApprovalOperation } from '../owners/approval-subject.port.js';
import { TokensService } from '../tokens/tokens.service.js';
import { toTransactionRow } from './rows.repository.js';
import { TransactionsRepository } from './transactions.repository.js';

/** As much of a row as its text says. */
export type Described = Pick<NewTransaction, 'id' | 'status' | 'waitReason' | 'intent' | 'requestHash' | 'decision'>;

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
    return this.describe(row, row.policySetVersion);
  }

  /** The same of a row that is about to be written. */
  async describe(row: Described, policySetVersion: number): Promise<ApprovalFacts> {
    const { intent, decision } = row;
    const network = networkOf(intent.network);
    return {
      transactionId: row.id,
      walletId: intent.walletId,
      chain: intent.chain,
      network: intent.network,
      type: intent.type,
      status: row.status,
      waitReason: row.waitReason,
      requestHash: row.requestHash,
      policySetVersion,
      usdMicros: decision.usdMicros,
      operations: await Promise.all(decision.operations.map(async (operation) => this.#operation(network, operation))),
    };
  }

  async #operation(network: Network, operation: StoredOperation): Promise<ApprovalOperation> {
    const { asset, selector, tokenId } = operation;
    const isNative = asset === 'native';
    return {
      line: operation.line,
      kind: operation.kind,
      target: operation.target,
      amount: operation.amount,
      symbol: isNative ? network.nativeSymbol : asset === null ? null : await this.tokens.verifiedSymbol(network.name, asset),
      decimals: isNative ? network.nativeDecimals : operation.decimals,
      asset: asset === null ? null : isNative ? nativeAssetKey(network) : tokenAssetId(network, asset),
      isUnlimited: operation.isUnlimited,
      ...(selector === null ? {} : { selector }),
      ...(tokenId === null ? {} : { tokenId }),
    };
  }
}
