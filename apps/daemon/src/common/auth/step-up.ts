import { DomainError } from '@waiaas/core';
import type { Actor } from './actor.js';

/**
 * Refuses a cookie that did not bring the password again. Who sent the password itself, or is no browser, passes. For acts whose
 * weight depends on what they are about; routes that always need it say so in `@Auth`.
 */
export function demandStepUp(actor: Actor): void {
  if (actor.kind !== 'master' || actor.via !== 'cookie' || actor.login.hasSteppedUp) return;
  throw new DomainError('STEP_UP_REQUIRED', {
    details: { action: actor.login.act },
    hint: 'Ask POST /v1/admin/step-up with the password and send its token in X-WAIaaS-Step-Up.',
  });
}
