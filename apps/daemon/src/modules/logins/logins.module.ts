import { Module } from '@nestjs/common';
import { BrowserLoginsModule } from '../browser-logins/browser-logins.module.js';
import { OwnersModule } from '../owners/owners.module.js';
import { AdminLoginController } from './admin-login.controller.js';
import { AdminLogins } from './admin-logins.service.js';
import { OwnerLoginController } from './owner-login.controller.js';
import { OwnerLogins } from './owner-logins.service.js';

@Module({
  imports: [BrowserLoginsModule, OwnersModule],
  controllers: [AdminLoginController, OwnerLoginController],
  providers: [AdminLogins, OwnerLogins],
})
export class LoginsModule {}
