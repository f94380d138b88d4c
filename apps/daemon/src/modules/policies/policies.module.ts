import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { AddressWarnings } from './address-warnings.service.js';
import { EvaluateController } from './evaluate.controller.js';
import { JudgingThread } from './judging-thread.service.js';
import { LivePrices } from './live-prices.service.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { PoliciesService } from './policies.service.js';
import { PolicyChanges } from './policy-changes.service.js';
import { PolicySetVersions } from './policy-set-versions.service.js';
import { PolicySets } from './policy-sets.service.js';
import { PolicySettingsReader } from './policy-settings.service.js';
import { PolicyTrail } from './policy-trail.service.js';
import { WhatIfWallets } from './what-if-wallets.service.js';
import { WhatIfService } from './what-if.service.js';

@Module({
  imports: [TokensModule],
  controllers: [EvaluateController, PoliciesController],
  providers: [
    PoliciesRepository,
    PolicySetVersions,
    PolicySets,
    PolicySettingsReader,
    PolicyTrail,
    PolicyChanges,
    AddressWarnings,
    PoliciesService,
    JudgingThread,
    LivePrices,
    WhatIfWallets,
    WhatIfService,
  ],
  exports: [LivePrices, PolicySetVersions, PolicySets, PolicySettingsReader, PolicyChanges, PoliciesService],
})
export class PoliciesModule {}
