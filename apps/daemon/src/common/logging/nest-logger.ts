import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Nest's own lines through our logger. Its boot chatter is debug talk and is dropped. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(): void {
    return;
  }

  warn(message: unknown): void {
    this.logger.warn('the framework warns', { text: typeof message === 'string' ? message : typeof message });
  }

  error(message: unknown, stack?: unknown): void {
    const cause = message instanceof Error ? message : new Error(typeof message === 'string' ? message : 'framework error');
    if (typeof stack === 'string') cause.stack = stack;
    this.logger.error('the framework failed', cause);
  }
}
