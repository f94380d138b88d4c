import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, isUuid } from '@waiaas/core';
import { errors, jwtVerify, SignJWT, type JWTHeaderParameters, type JWTVerifyResult } from 'jose';
import { SessionTokenVerifier, type SessionPrincipal } from '../../common/auth/session-token-verifier.js';
import { RecentMap } from '../../common/recent-map.js';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { SessionCache } from './session-cache.service.js';
import { SessionStatesRepository, type SessionState } from './session-states.repository.js';
import { SigningSecrets, type RotationRequester, type SigningSecret } from './signing-secrets.service.js';

const PREFIX = 'wai_sess_';
const MAX_LENGTH = 2048;
const ISSUER = 'waiaas';
const AUDIENCE = 'waiaas-api';
const CLOCK_SKEW_SECONDS = 60;
const MAX_KNOWN = 1_000;
/** A replaced token seen this long after the change is no client that had not heard yet. */
const REUSE_AFTER_SECONDS = 60;

export interface TokenSubject {
  readonly sessionId: string;
  readonly jti: string;
  /** Null for a session that never expires. */
  readonly expiresAt: number | null;
}

/** What a token says under a signature that holds. It stays true of the same text for as long as the secret it names is in use. */
interface Claims {
  readonly sessionId: string;
  readonly jti: string;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  readonly secretId: string;
}

/** Session tokens: JWT with HS256 (RFC 7519) behind the prefix `wai_sess_`, pinned to one algorithm, one issuer and one audience. */
@Injectable()
export class SessionTokens extends SessionTokenVerifier {
  /** Signatures that were verified, by the whole token. An HMAC for each request would cost more than the rest of the guard. */
  readonly #known = new RecentMap<string, Claims>(MAX_KNOWN);

  constructor(
    private readonly secrets: SigningSecrets,
    private readonly cache: SessionCache,
    private readonly sessions: SessionStatesRepository,
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** The token text for a session whose row names this `jti`. */
  async issue(subject: TokenSubject): Promise<string> {
    const secret = await this.secrets.current();
    const token = new SignJWT({ sessionId: subject.sessionId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: secret.id })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject.sessionId)
      .setJti(subject.jti)
      .setIssuedAt(this.clock.nowSeconds());
    if (subject.expiresAt !== null) token.setExpirationTime(subject.expiresAt);
    return `${PREFIX}${await token.sign(secret.key)}`;
  }

  rotateSecret(by: RotationRequester): Promise<{ readonly rotatedAt: number }> {
    return this.secrets.rotate(by);
  }

  override async verify(token: string): Promise<SessionPrincipal> {
    const { claims, secret } = await this.#claims(token);
    const session = await this.cache.find(claims.sessionId);
    if (session === undefined) throw new DomainError('INVALID_TOKEN');
    if (session.isRevoked) throw new DomainError('SESSION_REVOKED');
    if (isOver(session, this.clock.nowSeconds())) throw new DomainError('TOKEN_EXPIRED');
    if (session.isHeld) throw new DomainError('SESSION_TOKEN_REUSED');
    if (!isSame(claims.jti, session.currentJti)) throw await this.#refuseSuperseded(session);
    return {
      sessionId: session.id,
      walletIds: session.walletIds,
      tokenId: claims.jti,
      isUnderRetiringSecret: !secret.isCurrent,
      certificate: session.certificate,
    };
  }

  /** Everything but the signature is looked at each time: secrets retire and tokens expire. */
  async #claims(token: string): Promise<{ readonly claims: Claims; readonly secret: SigningSecret }> {
    if (!token.startsWith(PREFIX) || token.length > MAX_LENGTH) throw new DomainError('INVALID_TOKEN');
    const claims = this.#known.get(token) ?? (await this.#verified(token.slice(PREFIX.length)));
    const secret = await this.secrets.find(claims.secretId);
    const now = this.clock.nowSeconds();
    if (secret === undefined || claims.issuedAt > now + CLOCK_SKEW_SECONDS) throw new DomainError('INVALID_TOKEN');
    if (claims.expiresAt !== null && claims.expiresAt <= now) throw new DomainError('TOKEN_EXPIRED');
    this.#known.set(token, claims);
    return { claims, secret };
  }

  async #verified(jwt: string): Promise<Claims> {
    const { payload, protectedHeader } = await this.#opened(jwt);
    const { sub, jti, iat, exp, sessionId } = payload;
    const isWhole =
      typeof sub === 'string' && isUuid(sub) && sessionId === sub && typeof jti === 'string' && typeof iat === 'number';
    if (!isWhole || protectedHeader.kid === undefined) throw new DomainError('INVALID_TOKEN');
    return { sessionId: sub, jti, issuedAt: iat, expiresAt: exp ?? null, secretId: protectedHeader.kid };
  }

  async #opened(jwt: string): Promise<JWTVerifyResult> {
    const keyOf = async ({ kid }: JWTHeaderParameters): Promise<SigningSecret['key']> => {
      const secret = typeof kid === 'string' ? await this.secrets.find(kid) : undefined;
      if (secret === undefined) throw new DomainError('INVALID_TOKEN');
      return secret.key;
    };
    const currentDate = new Date(this.clock.nowMs());
    const expected = { algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE, typ: 'JWT', currentDate };
    try {
      return await jwtVerify(jwt, keyOf, expected);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new DomainError('TOKEN_EXPIRED');
      if (error instanceof errors.JOSEError) throw new DomainError('INVALID_TOKEN');
      throw error;
    }
  }

  /** Somebody uses a token that was replaced. Soon after the change that is a slow client; later it is a copy in other hands. */
  async #refuseSuperseded(session: SessionState): Promise<DomainError> {
    const now = this.clock.nowSeconds();
    if (now - session.jtiChangedAt <= REUSE_AFTER_SECONDS) return new DomainError('INVALID_TOKEN');
    await this.database.transaction(async (tx) => {
      if (!(await this.sessions.hold(tx, session, now))) return;
      await this.audit.append(tx, {
        eventType: 'SESSION_TOKEN_REUSED',
        actor: `session:${session.id}`,
        sessionId: session.id,
        details: { tokenChangedAt: session.jtiChangedAt },
        severity: 'critical',
      });
    });
    this.cache.invalidate(session.id);
    return new DomainError('SESSION_TOKEN_REUSED');
  }
}

function isOver(session: SessionState, now: number): boolean {
  return [session.expiresAt, session.absoluteExpiresAt].some((end) => end !== null && end <= now);
}

function isSame(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
