import { Module } from '@nestjs/common';
import { DiagnosisController } from './diagnosis.controller.js';
import { RpcProbe } from './rpc-probe.service.js';
import { StatsRepository } from './stats.repository.js';

@Module({ controllers: [DiagnosisController], providers: [RpcProbe, StatsRepository] })
export class DiagnosisModule {}
