import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MASTER, sessionActor, sessionServices } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';

const UNKNOWN = '0198f0c1-0000-7000-8000-00000000dead';

let temporary: TemporaryDatabase;
let at: ReturnType<typeof sessionServices>;
let wallet: string;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = sessionServices(temporary.database);
  wallet = await storeWallet(temporary.database, { name: 'first' });
});
afterEach(async () => temporary.drop());

const create = (request: Parameters<typeof at.service.create>[0] = {}, wallets = [wallet]) =>
  at.service.create(request, wallets, MASTER);
const auditTypes = async () => (await at.audit.list({}, { limit: 100 })).map((row) => row.eventType).reverse();

describe('creating a session', () => {
  it('stores what was asked for and leaves an audit row and an event', async () => {
    const { session, token } = await create({
      ttl: 600,
      maxRenewals: 3,
      label: 'bot',
      idempotencyScope: 'wallet',
      duplicateGuard: true,
    });
    const stored = await at.sessions.find(session.id);
    expect(stored).toMatchObject(session);
    expect(stored).toMatchObject({ ttl: 600, maxRenewals: 3, label: 'bot', idempotencyScope: 'wallet', duplicateGuard: true });
    expect(token).toBe(`wai_sess_${session.currentJti}`);
    expect(await auditTypes()).toEqual(['SESSION_CREATED']);
    expect(await temporary.database.client.event.count({ where: { kind: 'session', sessionId: session.id } })).toBe(1);
  });

  it('refuses an unknown or terminated wallet and stores nothing', async () => {
    const ended = await storeWallet(temporary.database, { status: 'TERMINATED' });
    await expect(create({}, [wallet, UNKNOWN])).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
    await expect(create({}, [ended])).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
    expect(await temporary.database.client.session.count()).toBe(0);
    expect(await auditTypes()).toEqual([]);
  });

  it('counts only sessions that could still be used against the limit', async () => {
    at.settings.set('security.max_sessions_per_wallet', 2);
    const first = await create({ ttl: 300 });
    await create({ ttl: 0, absoluteLifetime: 400 });
    await expect(create()).rejects.toMatchObject({
      code: 'SESSION_LIMIT_EXCEEDED',
      details: { walletId: wallet, limit: 2, living: 2 },
    });
    at.clock.advance(300);
    await create({ ttl: 300 });
    await expect(create()).rejects.toMatchObject({ code: 'SESSION_LIMIT_EXCEEDED' });
    at.clock.advance(100);
    const third = await create();
    await at.service.revoke(third.session.id, MASTER);
    await create();
    expect(first.session.expiresAt).toBe(first.session.createdAt + 300);
  });

  it('never exceeds the limit, however many are asked for at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 32 }, () => create()));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(5);
    expect(await temporary.database.client.session.count()).toBe(5);
  });
});

describe('listing sessions', () => {
  it('shows the newest first, hides revoked ones unless asked, and counts all pages', async () => {
    const older = await create();
    const newer = await create();
    await at.service.revoke(older.session.id, MASTER);
    const living = await at.service.list({ includeRevoked: false, limit: 10, offset: 0 });
    expect(living.sessions.map((session) => session.id)).toEqual([newer.session.id]);
    const all = await at.service.list({ includeRevoked: true, limit: 1, offset: 1 });
    expect(all.total).toBe(2);
    expect(all.sessions.map((session) => session.id)).toEqual([older.session.id]);
  });

  it('finds the sessions of one wallet, with all the wallets each has', async () => {
    const second = await storeWallet(temporary.database, { name: 'second' });
    const both = await create({}, [wallet, second]);
    await create({}, [wallet]);
    const page = await at.service.list({ walletId: second, includeRevoked: false, limit: 10, offset: 0 });
    expect(page.sessions.map((session) => session.id)).toEqual([both.session.id]);
    expect(page.sessions[0]?.links.map((link) => link.wallet.name)).toEqual(['first', 'second']);
  });
});

describe('revoking a session', () => {
  it('works once, says so the second time, and drops the session from the cache', async () => {
    const { session } = await create();
    expect(await at.service.revoke(session.id, MASTER)).toBe(true);
    expect(await at.service.revoke(session.id, MASTER)).toBe(false);
    expect(at.cache.forgotten).toEqual([session.id]);
    expect(await auditTypes()).toEqual(['SESSION_CREATED', 'SESSION_REVOKED']);
    await expect(at.service.revoke(UNKNOWN, MASTER)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
  });

  it('takes the sessions of an ended wallet that have no other living one', async () => {
    const second = await storeWallet(temporary.database);
    const ended = await storeWallet(temporary.database, { status: 'TERMINATED' });
    const alone = await create();
    const withSecond = await create({}, [wallet, second]);
    const withEnded = await create();
    await temporary.database.client.sessionWallet.create({
      data: { sessionId: withEnded.session.id, walletId: ended, createdAt: 1n },
    });
    const revoked = await temporary.database.transaction((tx) => at.service.revokeLeftWithout(tx, wallet, MASTER));
    expect([...revoked].sort()).toEqual([alone.session.id, withEnded.session.id].sort());
    expect((await at.sessions.find(withSecond.session.id))?.revokedAt).toBeNull();
  });
});

describe('renewing a token', () => {
  it('puts a new token in the place of the old one and moves the expiry', async () => {
    const { session, token } = await create({ ttl: 600 });
    at.clock.advance(300);
    const renewed = await at.exchange.renew(session.id, sessionActor(session.id, token));
    expect(renewed).toMatchObject({ expiresAt: session.createdAt + 900, renewalCount: 1, tokenIssuedCount: 2 });
    const stored = await at.sessions.find(session.id);
    expect(stored).toMatchObject({ renewalCount: 1, tokenIssuedCount: 2, lastRenewedAt: session.createdAt + 300 });
    expect(renewed.token).toBe(`wai_sess_${stored?.currentJti ?? ''}`);
    expect(at.cache.forgotten).toEqual([session.id]);
  });

  it('lets exactly one of 32 parallel renewals with the same token win', async () => {
    const { session, token } = await create({ ttl: 600 });
    at.clock.advance(300);
    const actor = sessionActor(session.id, token);
    const results = await Promise.allSettled(Array.from({ length: 32 }, () => at.exchange.renew(session.id, actor)));
    const won = results.filter((result) => result.status === 'fulfilled');
    const codes = new Set(
      results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : [])),
    );
    expect(won).toHaveLength(1);
    expect([...codes]).toEqual(['RENEWAL_CONFLICT']);
    expect((await at.sessions.find(session.id))?.renewalCount).toBe(1);
  });

  it('refuses another session, too early a renewal and a session that ended meanwhile', async () => {
    const { session, token } = await create({ ttl: 600 });
    const other = await create();
    await expect(at.exchange.renew(other.session.id, sessionActor(session.id, token))).rejects.toMatchObject({
      code: 'SESSION_RENEWAL_MISMATCH',
    });
    await expect(at.exchange.renew(session.id, sessionActor(session.id, token))).rejects.toMatchObject({
      code: 'RENEWAL_TOO_EARLY',
    });
    at.clock.advance(300);
    await at.service.revoke(session.id, MASTER);
    await expect(at.exchange.renew(session.id, sessionActor(session.id, token))).rejects.toMatchObject({
      code: 'RENEWAL_CONFLICT',
    });
  });

  it('does not release a session that was held between the guard and the renewal', async () => {
    const { session, token } = await create({ ttl: 600 });
    at.clock.advance(300);
    await temporary.database.client.session.update({ where: { id: session.id }, data: { heldAt: 1n } });
    await expect(at.exchange.renew(session.id, sessionActor(session.id, token))).rejects.toMatchObject({
      code: 'RENEWAL_CONFLICT',
    });
    expect((await at.sessions.find(session.id))?.heldAt).toBe(1);
  });
});

describe('rotating a token', () => {
  it('keeps the expiry, releases a held session and leaves an audit row', async () => {
    const { session, token } = await create({ ttl: 600 });
    await temporary.database.client.session.update({ where: { id: session.id }, data: { heldAt: 1n } });
    at.clock.advance(10);
    const rotated = await at.exchange.rotate(session.id, MASTER);
    expect(rotated).toMatchObject({ expiresAt: session.expiresAt, tokenIssuedCount: 2, renewalCount: 0 });
    expect(rotated.token).not.toBe(token);
    expect(await at.sessions.find(session.id)).toMatchObject({
      heldAt: null,
      jtiChangedAt: session.createdAt + 10,
      lastRenewedAt: null,
    });
    expect(await auditTypes()).toEqual(['SESSION_CREATED', 'SESSION_ROTATED']);
  });

  it('refuses a revoked session', async () => {
    const { session } = await create();
    await at.service.revoke(session.id, MASTER);
    await expect(at.exchange.rotate(session.id, MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
  });
});

describe('the wallets of a session', () => {
  it('grow and shrink, but never to none', async () => {
    const second = await storeWallet(temporary.database, { name: 'second' });
    const { session } = await create();
    at.clock.advance(1);
    await at.wallets.link(session.id, second, MASTER);
    await expect(at.wallets.link(session.id, second, MASTER)).rejects.toMatchObject({ code: 'WALLET_ALREADY_LINKED' });
    expect((await at.wallets.list(session.id)).map((link) => link.wallet.name)).toEqual(['first', 'second']);
    await at.wallets.unlink(session.id, wallet, MASTER);
    await expect(at.wallets.unlink(session.id, second, MASTER)).rejects.toMatchObject({ code: 'SESSION_REQUIRES_WALLET' });
    await expect(at.wallets.unlink(session.id, wallet, MASTER)).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
    expect(at.cache.forgotten).toEqual([session.id, session.id]);
    expect(await auditTypes()).toEqual(['SESSION_CREATED', 'SESSION_WALLETS_CHANGED', 'SESSION_WALLETS_CHANGED']);
  });

  it('obey the limit of the wallet they come from', async () => {
    at.settings.set('security.max_sessions_per_wallet', 1);
    const second = await storeWallet(temporary.database);
    await create({}, [second]);
    const { session } = await create();
    await expect(at.wallets.link(session.id, second, MASTER)).rejects.toMatchObject({ code: 'SESSION_LIMIT_EXCEEDED' });
  });
});
