import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { BlockBalances } from './block-balances.service.js';
import { HoldingsService } from './holdings.service.js';
import { SealedKeysRepository } from './sealed-keys.repository.js';
import { WalletCeiling } from './wallet-ceiling.service.js';
import { WalletBirth } from './wallet-birth.service.js';
import { WalletCreation } from './wallet-creation.service.js';
import { WalletEmptiness } from './wallet-emptiness.service.js';
import { WalletEndService } from './wallet-end.service.js';
import { WalletExport } from './wallet-export.service.js';
import { WalletKeysController } from './wallet-keys.controller.js';
import { WalletPurgeRepository } from './wallet-purge.repository.js';
import { WalletPurgeService, WalletPurgeTrail } from './wallet-purge.service.js';
import { WalletReadsController } from './wallet-reads.controller.js';
import { WalletReads } from './wallet-reads.service.js';
import { WalletStatusController } from './wallet-status.controller.js';
import { WalletStatusService } from './wallet-status.service.js';
import { WalletViews } from './wallet-views.service.js';
import { WalletTrail } from './wallet-trail.service.js';
import { WalletsController } from './wallets.controller.js';
import { WalletsRepository } from './wallets.repository.js';
import { WalletsService } from './wallets.service.js';

/** Needs `OpenTransactions` and the prices from global modules. */
@Module({
  imports: [PoliciesModule, SessionsModule, TokensModule],
  controllers: [WalletKeysController, WalletsController, WalletStatusController, WalletReadsController],
  providers: [
    WalletsRepository,
    WalletPurgeRepository,
    WalletTrail,
    WalletBirth,
    WalletCreation,
    SealedKeysRepository,
    WalletExport,
    WalletCeiling,
    WalletsService,
    WalletStatusService,
    WalletEndService,
    WalletEmptiness,
    WalletPurgeTrail,
    WalletPurgeService,
    BlockBalances,
    HoldingsService,
    WalletReads,
    WalletViews,
  ],
  exports: [
    HoldingsService,
    WalletsService,
    WalletStatusService,
    WalletBirth,
    WalletPurgeService,
    WalletCeiling,
    WalletReads,
    WalletViews,
  ],
})
export class WalletsModule {}
