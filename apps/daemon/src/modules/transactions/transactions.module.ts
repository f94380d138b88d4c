import { Module } from '@nestjs/common';
import { KillSwitchModule } from '../kill-switch/kill-switch.module.js';
import { OwnersModule } from '../owners/owners.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { RefusalsModule } from '../refusals/refusals.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { AnswerLedger } from './answer-ledger.js';
import { Approvability } from './approvability.service.js';
import { ApprovedTokensRepository } from './approved-tokens.repository.js';
import { ChainLooks } from './chain-looks.service.js';
import { DecisionRounds } from './decision-rounds.service.js';
import { DecisionsService } from './decisions.service.js';
import { Deliveries } from './deliveries.service.js';
import { ExecutionReading } from './execution-reading.repository.js';
import { DueRows } from './due-rows.service.js';
import { ExecutionRepository } from './execution.repository.js';
import { FeeLimitsReader } from './fee-limits.service.js';
import { GapFilling } from './gap-filling.service.js';
import { NonceGaps } from './nonce-gaps.repository.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { LedgerReading } from './ledger-reading.repository.js';
import { LedgerWriting } from './ledger-writing.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { DenialsRepository } from './denials.repository.js';
import { NewTransactionTrail } from './new-transaction.trail.js';
import { ReplaceService } from './replace.service.js';
import { ReplacementsRepository } from './replacements.repository.js';
import { ReplaysService } from './replays.service.js';
import { RequestFacts } from './request-facts.service.js';
import { SendController } from './send.controller.js';
import { SignController } from './sign.controller.js';
import { SignService, SignTime } from './sign.service.js';
import { SignatureKeysRepository } from './signature-keys.repository.js';
import { SignatureReplays } from './signature-replays.service.js';
import { SignatureStore } from './signature-store.service.js';
import { SignatureTrail } from './signature.trail.js';
import { SignaturesRepository } from './signatures.repository.js';
import { SigningService } from './signing.service.js';
import { SendService } from './send.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SimulateService } from './simulate.service.js';
import { SweepAssets } from './sweep-assets.service.js';
import { SweepService } from './sweep.service.js';
import { TakeBackContexts } from './take-back-contexts.service.js';
import { TakeBacksRepository } from './take-backs.repository.js';
import { TransactionsController } from './transactions.controller.js';
import { TransactionsService } from './transactions.service.js';
import { VoidSignaturesController } from './void-signatures.controller.js';
import { VoidSignatures } from './void-signatures.service.js';
import { WaitingAnswerService } from './waiting-answer.service.js';
import { WaitingRowsRepository } from './waiting-rows.repository.js';
import { WaitingService } from './waiting.service.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { WalletSnapshots } from './wallet-snapshots.repository.js';
import { WithdrawController } from './withdraw.controller.js';
import { WithdrawGate } from './withdraw-gate.repository.js';
import { WithdrawService } from './withdraw.service.js';

@Module({
  imports: [KillSwitchModule, OwnersModule, PoliciesModule, RefusalsModule, TokensModule, WalletsModule],
  controllers: [SendController, SignController, TransactionsController, VoidSignaturesController, WithdrawController],
  providers: [
    AnswerLedger,
    Approvability,
    ApprovedTokensRepository,
    ChainLooks,
    DecisionRounds,
    DecisionsService,
    Deliveries,
    ExecutionReading,
    DueRows,
    ExecutionRepository,
    FeeLimitsReader,
    GapFilling,
    NonceGaps,
    IdempotencyRepository,
    LedgerReading,
    LedgerRepository,
    LedgerWriting,
    NewTransactionTrail,
    DenialsRepository,
    ReplaceService,
    ReplacementsRepository,
    ReplaysService,
    RequestFacts,
    SendService,
    SignService,
    SignTime,
    SignatureKeysRepository,
    SignatureReplays,
    SignatureStore,
    SignatureTrail,
    SignaturesRepository,
    SigningKeysRepository,
    SigningService,
    SimulateService,
    SweepAssets,
    SweepService,
    TakeBackContexts,
    TakeBacksRepository,
    TransactionsService,
    VoidSignatures,
    WaitingAnswerService,
    WaitingRowsRepository,
    WaitingService,
    WalletSnapshots,
    WithdrawGate,
    WithdrawService,
  ],
  exports: [
    ChainLooks,
    DecisionsService,
    Deliveries,
    ExecutionReading,
    ExecutionRepository,
    FeeLimitsReader,
    GapFilling,
    IdempotencyRepository,
    ReplaceService,
    ReplacementsRepository,
    SignaturesRepository,
    SigningKeysRepository,
    SigningService,
    SweepService,
    TakeBacksRepository,
    WaitingService,
  ],
})
export class TransactionsModule {}
