import { Module } from '@nestjs/common';
import { DataKeyRenewal } from './data-key-renewal.service.js';
import { DataKeyTimer } from './data-key.timer.js';
import { SealedRowsRepository } from './sealed-rows.repository.js';

/** Needs the audit chain from its global module. */
@Module({
  providers: [DataKeyRenewal, DataKeyTimer, SealedRowsRepository],
  exports: [DataKeyRenewal],
})
export class DataKeyModule {}
