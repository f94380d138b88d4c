import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { FastifyReply } from 'fastify';
import { Auth } from '../../common/auth/auth.decorator.js';
import { accepts } from './accepts.js';
import { StaticFiles } from './static-files.js';

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const FOREVER = 'public, max-age=31536000, immutable';

/** The pages, for whoever opens the daemon's own address; nginx serves the same files by itself. */
@Controller('admin')
export class DashboardController {
  constructor(private readonly files: StaticFiles) {}

  @Get('*')
  @Auth('public')
  file(
    @Param('*') name: string,
    @Headers('accept-encoding') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer {
    const found = this.files.find(name);
    if (found === undefined) throw new DomainError('NOT_FOUND');
    void reply.headers({ ...PAGE_HEADERS, 'content-type': found.mediaType });
    if (found.isImmutable) void reply.header('cache-control', FOREVER);
    void reply.header('vary', 'Accept-Encoding');
    const smaller = found.compressed.find(({ encoding }) => accepts(accepted, encoding));
    if (smaller === undefined) return found.content;
    void reply.header('content-encoding', smaller.encoding);
    return smaller.content;
  }
}
