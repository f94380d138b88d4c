import { Global, Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ApprovalSubject } from '../owners/approval-subject.port.js';
import { HistoryReader } from '../policies/history-reader.service.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { OpenTransactions } from '../wallets/open-transactions.port.js';
import { ApprovalSubjectService } from './approval-subject.service.js';
import { ChangeBell } from './change-bell.js';
import { HistoryReaderService } from './history-reader.service.js';
import { HistoryRepository } from './history.repository.js';
import { LedgerBook } from './ledger-book.repository.js';
import { LiveSignaturesRepository } from './live-signatures.repository.js';
import { LiveSignatures } from './live-signatures.service.js';
import { OpenRowsRepository } from './open-rows.repository.js';
import { OpenTransactionsService } from './open-transactions.service.js';
import { StrandedRows } from './stranded-rows.repository.js';
import { TransactionLog } from './transaction-log.service.js';
import { TransactionsRepository } from './transactions.repository.js';
import { TransitionRepository } from './transition.repository.js';

/** What wallets, owners, policies and the kill switch need of transactions, through ports of their own, so that no two modules need each other. */
@Global()
@Module({
  imports: [AuditModule, TokensModule],
  providers: [
    ChangeBell,
    HistoryRepository,
    LedgerBook,
    LiveSignatures,
    LiveSignaturesRepository,
    OpenRowsRepository,
    StrandedRows,
    TransactionLog,
    TransactionsRepository,
    TransitionRepository,
    ApprovalSubjectService,
    { provide: ApprovalSubject, useExisting: ApprovalSubjectService },
    { provide: HistoryReader, useClass: HistoryReaderService },
    { provide: OpenTransactions, useClass: OpenTransactionsService },
  ],
  exports: [
    ApprovalSubject,
    ApprovalSubjectService,
    ChangeBell,
    HistoryReader,
    HistoryRepository,
    LedgerBook,
    LiveSignatures,
    OpenTransactions,
    StrandedRows,
    TransactionLog,
    TransactionsRepository,
    TransitionRepository,
  ],
})
export class TransactionPortsModule {}
