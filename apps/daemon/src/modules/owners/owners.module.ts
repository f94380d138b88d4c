import { Module } from '@nestjs/common';
import { OwnerProofVerifier } from '../../common/auth/owner-proof-verifier.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { ChallengeTargetService } from './challenge-target.service.js';
import { OwnedWalletsRepository } from './owned-wallets.repository.js';
import { OwnedWallets } from './owned-wallets.service.js';
import { OwnerChallengeController } from './owner-challenge.controller.js';
import { OwnerChallengeService } from './owner-challenge.service.js';
import { OwnerChallengesRepository } from './owner-challenges.repository.js';
import { OwnerInboxController } from './owner-inbox.controller.js';
import { OwnerInboxRepository } from './owner-inbox.repository.js';
import { OwnerInbox } from './owner-inbox.service.js';
import { OwnerChangesService } from './owner-changes.service.js';
import { OwnerFailuresService } from './owner-failures.service.js';
import { OwnerFreezeService } from './owner-freeze.service.js';
import { OwnerPinningService } from './owner-pinning.service.js';
import { OwnerProofService } from './owner-proof.service.js';
import { OwnerRemovalsService } from './owner-removals.service.js';
import { OwnerRemovalsTimer } from './owner-removals.timer.js';
import { OwnerSignatures } from './owner-signatures.service.js';
import { OwnersController } from './owners.controller.js';
import { OwnersService } from './owners.service.js';
import { FailedProofs } from './proof/failed-proofs.js';

/** Needs `ApprovalSubject`, `OpenTransactions` and `PublicOrigin` from global modules. */
@Module({
  imports: [WalletsModule],
  controllers: [OwnerChallengeController, OwnerInboxController, OwnersController],
  providers: [
    OwnedWalletsRepository,
    OwnedWallets,
    OwnerChallengesRepository,
    ChallengeTargetService,
    OwnerChallengeService,
    OwnerInboxRepository,
    OwnerInbox,
    OwnerChangesService,
    OwnerFailuresService,
    OwnerFreezeService,
    OwnerPinningService,
    OwnerProofService,
    OwnerSignatures,
    OwnerRemovalsService,
    OwnerRemovalsTimer,
    OwnersService,
    FailedProofs,
    { provide: OwnerProofVerifier, useExisting: OwnerProofService },
  ],
  exports: [OwnedWallets, OwnerProofVerifier, OwnerChallengeService, OwnerFreezeService, OwnerRemovalsService],
})
export class OwnersModule {}
