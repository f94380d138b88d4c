import { DomainError } from '@waiaas/core';

const DEFAULT_TTL_SECONDS = 86_400;
const DEFAULT_ABSOLUTE_SECONDS = 2_592_000;

/** How long a session lives. Null is "never" or "no limit"; the zeros of the wire stop at this file. */
export interface SessionTerms {
  readonly ttl: number | null;
  readonly expiresAt: number | null;
  readonly absoluteExpiresAt: number | null;
  readonly maxRenewals: number | null;
}

export interface RequestedTerms {
  readonly ttl?: number | undefined;
  readonly absoluteLifetime?: number | undefined;
  readonly maxRenewals?: number | undefined;
}

export function termsOf(requested: RequestedTerms, now: number): SessionTerms {
  const ttl = zeroAsNull(requested.ttl ?? DEFAULT_TTL_SECONDS);
  const lifetime = zeroAsNull(requested.absoluteLifetime ?? DEFAULT_ABSOLUTE_SECONDS);
  const absoluteExpiresAt = lifetime === null ? null : now + lifetime;
  return {
    ttl,
    expiresAt: ttl === null ? null : earlier(now + ttl, absoluteExpiresAt),
    absoluteExpiresAt,
    maxRenewals: zeroAsNull(requested.maxRenewals ?? 0),
  };
}

export interface RenewableSession extends SessionTerms {
  readonly renewalCount: number;
  readonly createdAt: number;
  readonly lastRenewedAt: number | null;
}

/** The new expiry, or the refusal that fits. A token whose secret is being retired may be renewed before half its time. */
export function renewedExpiry(session: RenewableSession, now: number, isUnderRetiringSecret: boolean): number {
  const { ttl, expiresAt, absoluteExpiresAt, maxRenewals } = session;
  if (ttl === null || expiresAt === null) throw new DomainError('RENEWAL_NOT_REQUIRED');
  if (!isUnderRetiringSecret) refuseTooEarly((session.lastRenewedAt ?? session.createdAt) + Math.ceil(ttl / 2), now);
  if (maxRenewals !== null && session.renewalCount >= maxRenewals) throw new DomainError('RENEWAL_LIMIT_REACHED');
  const renewed = earlier(now + ttl, absoluteExpiresAt);
  // A renewal that gains nothing would only wear the token out: the session has come to the end of its life.
  const gainsNothing = renewed === absoluteExpiresAt && renewed <= expiresAt;
  if (gainsNothing && !isUnderRetiringSecret) throw new DomainError('SESSION_ABSOLUTE_LIFETIME_EXCEEDED');
  return renewed;
}

function refuseTooEarly(halfTime: number, now: number): void {
  if (now >= halfTime) return;
  throw new DomainError('RENEWAL_TOO_EARLY', { retryAfterSeconds: halfTime - now, details: { renewableAt: halfTime } });
}

export function isLiving(session: Pick<SessionTerms, 'expiresAt' | 'absoluteExpiresAt'>, now: number): boolean {
  return (session.expiresAt ?? Infinity) > now && (session.absoluteExpiresAt ?? Infinity) > now;
}

function zeroAsNull(value: number): number | null {
  return value === 0 ? null : value;
}

function earlier(a: number, b: number | null): number {
  return b === null ? a : Math.min(a, b);
}
