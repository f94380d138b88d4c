import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { DashboardController } from './dashboard.controller.js';
import { StaticFiles } from './static-files.js';

/** Where the build of the dashboard puts its files: a sibling of the daemon, in the repository as in the image. */
const FOLDER = fileURLToPath(new URL('../../../../dashboard/dist', import.meta.url));

@Module({
  controllers: [DashboardController],
  providers: [{ provide: StaticFiles, useFactory: () => new StaticFiles(FOLDER) }],
})
export class DashboardModule {}
