import { Module } from '@nestjs/common';
import { KillSwitchModule } from '../modules/kill-switch/kill-switch.module.js';
import { TransactionsModule } from '../modules/transactions/transactions.module.js';
import { ConfirmWorker } from './confirm.worker.js';
import { ExecuteContexts } from './execute-contexts.js';
import { GapFills } from './gap-fills.js';
import { HandedOutTransactions } from './handed-out-transactions.js';
import { LaneWorker } from './lane.worker.js';
import { Replacements } from './replacements.js';
import { SignatureWorker } from './signature.worker.js';
import { SigningAccess } from './signing-access.js';
import { TakeBacks } from './take-backs.js';
import { WaitingWorker } from './waiting.worker.js';
import { WorkSources } from './work-sources.js';
import { WorkStarter } from './work-starter.js';
import { WorkerLog } from './worker-log.js';

/** Everything that goes on after an answer left. Workers read what is to do from the database; a kick only saves a wait. */
@Module({
  imports: [KillSwitchModule, TransactionsModule],
  providers: [
    ConfirmWorker,
    ExecuteContexts,
    GapFills,
    HandedOutTransactions,
    LaneWorker,
    Replacements,
    SignatureWorker,
    SigningAccess,
    TakeBacks,
    WaitingWorker,
    WorkSources,
    WorkStarter,
    WorkerLog,
  ],
})
export class WorkersModule {}
