import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { DashboardController } from './dashboard.controller.js';
import { StaticFiles } from './static-files.js';

const FOLDER = fileURLToPath(new URL('../../../public/admin', import.meta.url));

@Module({
  controllers: [DashboardController],
  providers: [{ provide: StaticFiles, useFactory: () => new StaticFiles(FOLDER) }],
})
export class DashboardModule {}
