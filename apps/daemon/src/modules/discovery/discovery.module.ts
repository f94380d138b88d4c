import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { ConnectInfoService } from './connect-info.service.js';
import { DiscoveryController } from './discovery.controller.js';

@Module({
  imports: [PoliciesModule, SessionsModule, WalletsModule],
  controllers: [DiscoveryController],
  providers: [ConnectInfoService],
})
export class DiscoveryModule {}
