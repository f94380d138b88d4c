import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { TransactionsModule } from '../transactions/transactions.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { BackgroundFacts } from './background-facts.service.js';
import { LimitsService } from './limits.service.js';
import { OversightController } from './oversight.controller.js';
import { OversightRepository } from './oversight.repository.js';
import { SpendingHistory } from './spending-history.service.js';
import { Stakes } from './stakes.service.js';
import { Valuation } from './valuation.service.js';
import { WalletStandings } from './wallet-standing.service.js';
import { WorstCases } from './worst-case.service.js';

@Module({
  imports: [PoliciesModule, TokensModule, TransactionsModule, WalletsModule],
  controllers: [OversightController],
  providers: [
    BackgroundFacts,
    LimitsService,
    OversightRepository,
    SpendingHistory,
    Stakes,
    Valuation,
    WalletStandings,
    WorstCases,
  ],
})
export class OversightModule {}
