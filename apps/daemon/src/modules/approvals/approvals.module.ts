import { Module } from '@nestjs/common';
import { TransactionsModule } from '../transactions/transactions.module.js';
import { ApprovalsController } from './approvals.controller.js';

@Module({ imports: [TransactionsModule], controllers: [ApprovalsController] })
export class ApprovalsModule {}
