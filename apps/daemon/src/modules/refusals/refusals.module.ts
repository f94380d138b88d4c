import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { UnstoredRefusals } from './unstored-refusals.service.js';
import { UnstoredRefusalsPruner } from './unstored-refusals-pruner.timer.js';
import { UnstoredRefusalsRepository } from './unstored-refusals.repository.js';

@Module({
  imports: [PoliciesModule],
  providers: [UnstoredRefusals, UnstoredRefusalsPruner, UnstoredRefusalsRepository],
  exports: [UnstoredRefusals],
})
export class RefusalsModule {}
