import { Body, Controller, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import type {
  AdminStatusResponse,
  ChangeMasterPasswordResponse,
  RotateSecretResponse,
  ShutdownResponse,
} from '@waiaas/api-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { loginTokens } from '../../common/auth/cookies.js';
import { masterPassword, single } from '../../common/auth/credentials.js';
import { requestState } from '../../common/http/request-state.js';
import { BrowserLogins } from '../browser-logins/browser-logins.service.js';
import { SessionTokens } from '../session-tokens/session-tokens.service.js';
import { LiveSignatures } from '../transactions/live-signatures.service.js';
import { AdminStatusService } from './admin-status.service.js';
import { ChangeMasterPasswordDto } from './dto/change-master-password.dto.js';
import { MasterPasswordService } from './master-password.service.js';
import { ShutdownService } from './shutdown.service.js';

const CHANGED =
  'The master password was changed. It is stored nowhere: the next start needs it in WAIAAS_MASTER_PASSWORD_FILE or WAIAAS_MASTER_PASSWORD.';
const RENEWED = 'The data key is a new one; everything sealed is being sealed anew under it.';
const ROTATED = 'Session tokens under the previous secret stay valid for 300 seconds; renew them now.';
const STOPPING = 'The daemon answers what is under way and stops.';

@Controller('v1/admin')
export class AdminController {
  constructor(
    private readonly statuses: AdminStatusService,
    private readonly passwords: MasterPasswordService,
    private readonly logins: BrowserLogins,
    private readonly tokens: SessionTokens,
    private readonly shutdowns: ShutdownService,
    private readonly live: LiveSignatures,
  ) {}

  @Get('status')
  @Auth('master')
  async status(): Promise<AdminStatusResponse> {
    const [status, liveSignatures] = await Promise.all([this.statuses.read(), this.live.list('all')]);
    return { ...status, liveSignatures };
  }

  @Put('master-password')
  @Auth('master', { stepUp: true })
  async changePassword(
    @Body() dto: ChangeMasterPasswordDto,
    @Req() { headers, raw }: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<ChangeMasterPasswordResponse> {
    const password = masterPassword(headers);
    // The password in the header is the proof; the cookie beside it says which login is asking.
    const tokens = loginTokens(headers, 'admin', requestState(raw).scheme);
    const loginId = await this.logins.idOf(tokens, single(headers, 'x-waiaas-csrf'));
    const isRenewed = await this.passwords.change({ password, newPassword: dto.newPassword, rotate: dto.rotate, loginId }, actor);
    // One sealed key was wrapped anew. What lies under it stays as it is, or is sealed anew after the answer.
    return {
      message: isRenewed ? `${CHANGED} ${RENEWED}` : CHANGED,
      walletsReEncrypted: 0,
      settingsReEncrypted: 0,
      credentialsReEncrypted: 0,
    };
  }

  @Post('rotate-secret')
  @HttpCode(200)
  @Auth('master')
  async rotateSecret(@CurrentActor() actor: Actor): Promise<RotateSecretResponse> {
    const { rotatedAt } = await this.tokens.rotateSecret({ actor: actorLabel(actor), ipAddress: actor.clientAddress });
    return { rotatedAt, message: ROTATED };
  }

  @Post('shutdown')
  @HttpCode(200)
  @Auth('master')
  async shutdown(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<ShutdownResponse> {
    await this.shutdowns.record(actor);
    // The answer first: a socket that closes without one reads like a failure.
    reply.raw.once('close', () => this.shutdowns.stop());
    return { message: STOPPING };
  }
}
