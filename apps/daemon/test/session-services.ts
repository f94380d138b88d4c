import type { MasterActor, SessionActor } from '../src/common/auth/actor.js';
import { UuidV7Source } from '../src/common/time/id-source.js';
import type { Database } from '../src/infra/prisma/database.js';
import { AuditRepository } from '../src/modules/audit/audit.repository.js';
import { AuditService } from '../src/modules/audit/audit.service.js';
import { EventLogRepository } from '../src/modules/audit/event-log.repository.js';
import { EventLog } from '../src/modules/audit/event-log.service.js';
import type { SessionCache } from '../src/modules/session-tokens/session-cache.service.js';
import type { SessionTokens } from '../src/modules/session-tokens/session-tokens.service.js';
import { SessionChanges } from '../src/modules/sessions/session-changes.service.js';
import { SessionCreation } from '../src/modules/sessions/session-creation.service.js';
import { SessionIssuer } from '../src/modules/sessions/session-issuer.service.js';
import { SessionLimit } from '../src/modules/sessions/session-limit.service.js';
import { SessionTokensExchange } from '../src/modules/sessions/session-tokens-exchange.service.js';
import { SessionTrail } from '../src/modules/sessions/session-trail.service.js';
import { SessionWalletsService } from '../src/modules/sessions/session-wallets.service.js';
import { SessionsRepository } from '../src/modules/sessions/sessions.repository.js';
import { SessionsService } from '../src/modules/sessions/sessions.service.js';
import { FixedClock } from './fixed-clock.js';
import { FixedSettings } from './fixed-settings.js';
import { RecordingOpenTransactions } from './recording-open-transactions.js';

export const MASTER: MasterActor = { kind: 'master', via: 'header', clientAddress: '127.0.0.1' };

/** Remembers which sessions it was told to forget. */
class RecordingCache {
  readonly forgotten: string[] = [];

  invalidate(...ids: readonly string[]): void {
    this.forgotten.push(...ids);
  }
}

/** The session module wired by hand around a real database; tokens are plain text that names the `jti`. */
export function sessionServices(database: Database) {
  const clock = new FixedClock();
  const settings = new FixedSettings();
  const ids = new UuidV7Source();
  const cache = new RecordingCache();
  const tokens = {
    issue: ({ jti }: { jti: string }) => Promise.resolve(`wai_sess_${jti}`),
  } as unknown as SessionTokens;
  const audit = new AuditService(new AuditRepository(database), clock);
  const events = new EventLog(new EventLogRepository(), clock);
  const sessions = new SessionsRepository(database);
  const trail = new SessionTrail(audit, events);
  const issuer = new SessionIssuer(tokens, ids, clock);
  const limit = new SessionLimit(sessions, settings, clock);
  const creation = new SessionCreation(sessions, issuer, limit, trail, ids, clock);
  const asCache = cache as unknown as SessionCache;
  const open = new RecordingOpenTransactions();
  const changes = new SessionChanges(sessions, trail, open, clock);
  return {
    clock,
    settings,
    ids,
    cache,
    audit,
    events,
    sessions,
    creation,
    service: new SessionsService(database, sessions, creation, changes, asCache, clock),
    exchange: new SessionTokensExchange(database, sessions, issuer, trail, asCache, clock),
    wallets: new SessionWalletsService(database, sessions, limit, changes, asCache, clock),
  };
}

export function sessionActor(sessionId: string, token: string, over: Partial<SessionActor> = {}): SessionActor {
  return {
    kind: 'session',
    sessionId,
    walletIds: [],
    tokenId: token.replace('wai_sess_', ''),
    isUnderRetiringSecret: false,
    clientAddress: '127.0.0.1',
    ...over,
  };
}
