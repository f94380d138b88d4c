import { Module } from '@nestjs/common';
import { KillSwitchState } from '../../common/auth/kill-switch-state.js';
import { Config } from '../../config/config.js';
import { FreezeFile } from '../../infra/freeze/freeze-file.js';
import { OwnersModule } from '../owners/owners.module.js';
import { SessionTokensModule } from '../session-tokens/session-tokens.module.js';
import { KillSwitchActs } from './kill-switch-acts.service.js';
import { KillSwitchController } from './kill-switch.controller.js';
import { FrozenOwnersRepository } from './frozen-owners.repository.js';
import { KillSwitchRepository } from './kill-switch.repository.js';
import { KillSwitchService } from './kill-switch.service.js';
import { SignerFreeze } from './signer-freeze.service.js';

@Module({
  imports: [OwnersModule, SessionTokensModule],
  controllers: [KillSwitchController],
  providers: [
    KillSwitchRepository,
    KillSwitchActs,
    KillSwitchService,
    FrozenOwnersRepository,
    SignerFreeze,
    { provide: KillSwitchState, useExisting: KillSwitchService },
    { provide: FreezeFile, useFactory: (config: Config) => new FreezeFile(config.dataDirectory), inject: [Config] },
  ],
  exports: [KillSwitchService, KillSwitchState],
})
export class KillSwitchModule {}
