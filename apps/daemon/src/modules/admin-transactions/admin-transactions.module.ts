import { Module } from '@nestjs/common';
import { TransactionsModule } from '../transactions/transactions.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { AdminTransactionsController } from './admin-transactions.controller.js';
import { AdminTransactionsRepository } from './admin-transactions.repository.js';

@Module({
  imports: [TransactionsModule, WalletsModule],
  controllers: [AdminTransactionsController],
  providers: [AdminTransactionsRepository],
})
export class AdminTransactionsModule {}
