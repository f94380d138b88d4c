import { Injectable } from '@nestjs/common';
import type { InboxItem, OwnerApprovalsResponse } from '@waiaas/api-types';
import { AuditService } from '../audit/audit.service.js';
import { toTransactionResponse } from '../transactions/transactions.mapper.js';
import { lookAlikeOf } from './address-likeness.js';
import { type ApprovalFacts, ApprovalSubject } from './approval-subject.port.js';
import { OwnedWallets, type OwnedWallet } from './owned-wallets.service.js';
import { type InboxPage, type InboxRow, OwnerInboxRepository } from './owner-inbox.repository.js';
import { balanceChangesOf, recipientsOf, toInboxOperation } from './owner-inbox.mapper.js';
import { requestEffect, usdText } from './text/operation-text.js';

type Owner = Parameters<OwnedWallets['of']>[0];

/** What waits for an owner, in the words of the text it would sign, with what the text cannot say: whether the recipient is new. */
@Injectable()
export class OwnerInbox {
  constructor(
    private readonly wallets: OwnedWallets,
    private readonly rows: OwnerInboxRepository,
    private readonly subject: ApprovalSubject,
    private readonly audit: AuditService,
  ) {}

  async read(owner: Owner, page: InboxPage): Promise<OwnerApprovalsResponse> {
    const owned = new Map((await this.wallets.of(owner)).map((wallet) => [wallet.id, wallet]));
    const found = await this.rows.page([...owned.keys()], page);
    const shown = found.slice(0, page.limit);
    const items = await Promise.all(shown.map(async (row) => this.#item(row, owned.get(row.walletId))));
    const data = items.filter((item) => item !== undefined);
    const hasMore = found.length > page.limit;
    const [head] = await this.audit.list({}, { limit: 1 });
    return {
      data,
      nextCursor: hasMore ? (shown.at(-1)?.id ?? null) : null,
      hasMore,
      audit: head === undefined ? null : { id: head.id, hash: head.hash },
    };
  }

  async #item(row: InboxRow, wallet: OwnedWallet | undefined): Promise<InboxItem | undefined> {
    const facts = wallet === undefined ? undefined : await this.subject.load(row.id);
    if (wallet === undefined || facts === undefined) return undefined;
    return {
      transaction: toTransactionResponse(row),
      decoded: {
        summary: requestEffect(facts),
        operations: facts.operations.map(toInboxOperation),
        balanceChanges: balanceChangesOf(facts),
        ...(await this.#recipients(facts, wallet)),
      },
      usd: facts.usdMicros === null ? null : usdText(facts.usdMicros),
      request: row.request,
      requestHash: facts.requestHash,
      policySetVersion: facts.policySetVersion,
      approvalReason: row.approvalReason,
      expiresAt: row.expiresAt === null ? null : Number(row.expiresAt),
    };
  }

  async #recipients(
    facts: ApprovalFacts,
    wallet: OwnedWallet,
  ): Promise<Pick<InboxItem['decoded'], 'firstTimeRecipient' | 'lookAlike'>> {
    const recipients = recipientsOf(facts);
    const paid = await Promise.all(recipients.map((address) => this.rows.hasPaid(wallet.id, address, facts.transactionId)));
    const known = new Set(await this.rows.recipients(wallet.id, facts.transactionId));
    for (const own of [wallet.address, wallet.ownerAddress]) if (own !== null) known.add(own);
    const lookAlikes = recipients.flatMap((address) => {
      const resembles = lookAlikeOf(facts.chain, address, known);
      return resembles === null ? [] : [{ address, resembles }];
    });
    return { firstTimeRecipient: paid.includes(false), lookAlike: lookAlikes[0] ?? null };
  }
}
