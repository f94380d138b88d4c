import { Module } from '@nestjs/common';
import { BrowserLoginVerifier } from '../../common/auth/browser-login-verifier.js';
import { BrowserLoginsRepository } from './browser-logins.repository.js';
import { BrowserLogins } from './browser-logins.service.js';

/** Opens, verifies and ends logins. Knows nothing of passwords and signatures: whoever opens one has proven that before. */
@Module({
  providers: [BrowserLoginsRepository, BrowserLogins, { provide: BrowserLoginVerifier, useExisting: BrowserLogins }],
  exports: [BrowserLogins, BrowserLoginVerifier],
})
export class BrowserLoginsModule {}
