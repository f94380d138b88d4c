import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { ConnectInfoService } from './connect-info.service.js';
import { DiscoveryController } from './discovery.controller.js';
import { HandoverController } from './handover.controller.js';
import { Handover } from './handover.service.js';
import { McpLaunch } from './mcp-launch.js';
import { SkillsController } from './skills.controller.js';
import { Skills } from './skills.service.js';
import { tokenDirectory, TokenFiles } from './token-files.js';

const SKILLS_FOLDER = fileURLToPath(new URL('../../../public/skills', import.meta.url));

@Module({
  imports: [PoliciesModule, SessionsModule, WalletsModule],
  controllers: [DiscoveryController, HandoverController, SkillsController],
  providers: [
    ConnectInfoService,
    Handover,
    McpLaunch,
    { provide: Skills, useFactory: () => new Skills(SKILLS_FOLDER) },
    {
      provide: TokenFiles,
      useFactory: (config: Config) => new TokenFiles(tokenDirectory(config), config.dataDirectory),
      inject: [Config],
    },
  ],
})
export class DiscoveryModule {}
