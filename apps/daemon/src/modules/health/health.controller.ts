import { randomBytes } from 'node:crypto';
import { Controller, Get, Res } from '@nestjs/common';
import type { HealthResponse, NonceResponse, ReadyResponse } from '@waiaas/api-types';
import type { FastifyReply } from 'fastify';
import { Auth } from '../../common/auth/auth.decorator.js';
import { AlsoAnswers } from '../../common/routing/also-answers.decorator.js';
import { Clock } from '../../common/time/clock.js';
import { VERSION } from '../../config/version.js';
import { Database } from '../../infra/prisma/database.js';
import { ReadinessService } from './readiness.service.js';

const NONCE_BYTES = 32;
const NONCE_LIFETIME_SECONDS = 300;

@Controller()
export class HealthController {
  readonly #startedAt: number;

  constructor(
    private readonly readiness: ReadinessService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.#startedAt = clock.nowSeconds();
  }

  @Get('health')
  @Auth('public')
  health(): HealthResponse {
    const now = this.clock.nowSeconds();
    return {
      status: 'ok',
      version: VERSION,
      // Nobody is asked for a newer release.
      latestVersion: null,
      updateAvailable: false,
      schemaVersion: this.database.schemaVersion,
      uptime: Math.max(0, now - this.#startedAt),
      timestamp: now,
    };
  }

  @Get('ready')
  @AlsoAnswers(503)
  @Auth('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyResponse> {
    if (await this.readiness.isReady()) return { status: 'ready' };
    void reply.status(503).header('retry-after', '1');
    return { status: 'not_ready' };
  }

  @Get('v1/nonce')
  @Auth('public', { bucket: 'login' })
  nonce(): NonceResponse {
    return { nonce: randomBytes(NONCE_BYTES).toString('hex'), expiresAt: this.clock.nowSeconds() + NONCE_LIFETIME_SECONDS };
  }
}
