import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { AnswerLedger } from './answer-ledger.js';
import { DecisionsService } from './decisions.service.js';
import { Deliveries } from './deliveries.service.js';
import { ExecutionReading } from './execution-reading.repository.js';
import { ExecutionRepository } from './execution.repository.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { LedgerReading } from './ledger-reading.repository.js';
import { LedgerWriting } from './ledger-writing.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { NewTransactionTrail } from './new-transaction.trail.js';
import { ReplaysService } from './replays.service.js';
import { RequestFacts } from './request-facts.service.js';
import { SendController } from './send.controller.js';
import { SendService } from './send.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SimulateService } from './simulate.service.js';
import { TransactionsController } from './transactions.controller.js';
import { TransactionsService } from './transactions.service.js';
import { WaitingAnswerService } from './waiting-answer.service.js';
import { WaitingService } from './waiting.service.js';
import { WalletSnapshots } from './wallet-snapshots.repository.js';

@Module({
  imports: [PoliciesModule],
  controllers: [SendController, TransactionsController],
  providers: [
    AnswerLedger,
    DecisionsService,
    Deliveries,
    ExecutionReading,
    ExecutionRepository,
    IdempotencyRepository,
    LedgerReading,
    LedgerRepository,
    LedgerWriting,
    NewTransactionTrail,
    ReplaysService,
    RequestFacts,
    SendService,
    SigningKeysRepository,
    SimulateService,
    TransactionsService,
    WaitingAnswerService,
    WaitingService,
    WalletSnapshots,
  ],
  exports: [
    DecisionsService,
    Deliveries,
    ExecutionReading,
    ExecutionRepository,
    IdempotencyRepository,
    SigningKeysRepository,
    WaitingService,
  ],
})
export class TransactionsModule {}
