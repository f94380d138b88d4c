import { isRecord } from './json-rpc.js';

const PREFIX = 'wai_sess_';
const RENEW_AT = 0.6;
const YEAR_SECONDS = 366 * 86_400;

/** What a token says about its session. It is not verified here: only the daemon can, and it judges every call. */
export interface TokenLifetime {
  readonly sessionId: string;
  /** Unix milliseconds: at 60 % of the token's time. */
  readonly renewAtMs: number;
}

/** Undefined for a token that never expires, and for one that is none of the daemon's. */
export function lifetimeOf(token: string, nowMs: number): TokenLifetime | undefined {
  const claims = claimsOf(token);
  const { sub, iat, exp } = claims ?? {};
  if (typeof sub !== 'string' || !isSeconds(iat) || !isSeconds(exp) || exp <= iat) return undefined;
  if (exp > nowMs / 1000 + YEAR_SECONDS) return undefined;
  return { sessionId: sub, renewAtMs: (iat + (exp - iat) * RENEW_AT) * 1000 };
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const payload = token.slice(PREFIX.length).split('.')[1] ?? '';
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return isRecord(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
