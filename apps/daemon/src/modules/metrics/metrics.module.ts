import { Module } from '@nestjs/common';
import { KillSwitchModule } from '../kill-switch/kill-switch.module.js';
import { ComponentFigures } from './component-figures.service.js';
import { EvidenceFigures } from './evidence-figures.repository.js';
import { MetricsListener } from './metrics-listener.service.js';
import { ProcessCounters } from './process-counters.js';
import { QueueFigures } from './queue-figures.repository.js';

@Module({
  imports: [KillSwitchModule],
  providers: [ComponentFigures, EvidenceFigures, MetricsListener, ProcessCounters, QueueFigures],
})
export class MetricsModule {}
