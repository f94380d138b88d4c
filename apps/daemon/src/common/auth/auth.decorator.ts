import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor, OwnerAction } from './actor.js';

export type AuthKind = 'public' | 'master' | 'session' | 'owner' | 'session|master' | 'owner|master';

export interface AuthOptions {
  /** The owner challenge action this route spends; required where the kind can be owner. */
  readonly action?: OwnerAction;
  /** Master routes where a LOCKED owner signs too: the owner headers are read beside the master's. */
  readonly coSign?: OwnerAction;
  /**
   * A cookie alone is not enough: `true` for every call, `sometimes` where it depends on what is asked for. Then the service
   * that knows calls `demandStepUp`.
   */
  readonly stepUp?: true | 'sometimes';
  /** Only a browser login opens it: the route is about that login, or it is what an owner's cookie may read. */
  readonly cookie?: 'only';
  /** Answers while the kill switch is not ACTIVE although the kind would be closed. */
  readonly openWhenLocked?: true;
  /** Closed while the kill switch is not ACTIVE although the kind would be open (approve, wallet and session creation …). */
  readonly closedWhenLocked?: true;
  /** Passwords are verified in a slot of their own: wrong ones sent elsewhere cannot close this route. For the kill switch. */
  readonly ownPasswordSlot?: true;
  /** A further rate bucket beside the kind's own. */
  readonly bucket?: 'transaction' | 'login' | 'analysis' | 'replay';
}

export interface AuthPolicy extends AuthOptions {
  readonly kind: AuthKind;
}

export const AUTH_METADATA = 'waiaas:auth';

/** Declares who may call a handler. A handler without it does not boot: there is no default kind. */
export function Auth(kind: AuthKind, options: AuthOptions = {}): CustomDecorator {
  return SetMetadata(AUTH_METADATA, { kind, ...options } satisfies AuthPolicy);
}

/** The request property the guard writes and this decorator reads. */
export interface ActorCarrier {
  actor?: Actor;
}

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorCarrier>();
  if (actor === undefined) throw new Error('the guard did not run before the handler');
  return actor;
});
