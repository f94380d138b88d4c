import { Module } from '@nestjs/common';
import { PoliciesController } from './policies.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { PoliciesService } from './policies.service.js';
import { PolicyChanges } from './policy-changes.service.js';
import { PolicySetVersions } from './policy-set-versions.service.js';
import { PolicySets } from './policy-sets.service.js';
import { PolicySettingsReader } from './policy-settings.service.js';
import { PolicyTrail } from './policy-trail.service.js';

@Module({
  controllers: [PoliciesController],
  providers: [
    PoliciesRepository,
    PolicySetVersions,
    PolicySets,
    PolicySettingsReader,
    PolicyTrail,
    PolicyChanges,
    PoliciesService,
  ],
  exports: [PolicySetVersions, PolicySets, PolicySettingsReader, PolicyChanges, PoliciesService],
})
export class PoliciesModule {}
