import { Module } from '@nestjs/common';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryAttemptsRepository } from './delivery-attempts.repository.js';
import { DeliveryBook } from './delivery-book.service.js';
import { DeliveryTests } from './delivery-tests.service.js';
import { DeliveryWorker } from './delivery-worker.service.js';
import { OutboxCursorRepository } from './outbox-cursor.repository.js';
import { OutboxLog } from './outbox-log.service.js';
import { OutboxPruner } from './outbox-pruner.timer.js';
import { Outbox } from './outbox.service.js';
import { OutboxTimer } from './outbox.timer.js';

@Module({
  providers: [
    DeliveriesRepository,
    DeliveryAttemptsRepository,
    OutboxCursorRepository,
    Outbox,
    OutboxLog,
    DeliveryBook,
    DeliveryTests,
    DeliveryWorker,
    OutboxTimer,
    OutboxPruner,
  ],
  exports: [Outbox, OutboxLog, DeliveryTests],
})
export class OutboxModule {}
