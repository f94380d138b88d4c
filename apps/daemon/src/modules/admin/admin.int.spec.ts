import { type Alongside, DomainError, type KeyCustodyPort, type PasswordChangeOrder } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditOver } from '../../../test/audit-over.js';
import { FixedClock } from '../../../test/fixed-clock.js';
import { addSession } from '../../../test/kill-switch/kill-switch-fixture.js';
import { addWallet, DefaultConfig } from '../../../test/owners/owners-fixture.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Actor } from '../../common/auth/actor.js';
import type { MasterAuth } from '../../common/auth/master-auth.js';
import type { AuditService } from '../audit/audit.service.js';
import type { BrowserLogins } from '../browser-logins/browser-logins.service.js';
import { AdminStatusRepository } from './admin-status.repository.js';
import { AdminStatusService } from './admin-status.service.js';
import type { FindingsService } from '../exposure/findings.service.js';
import type { DataKeyRenewal } from '../data-key/data-key-renewal.service.js';
import { MasterPasswordService } from './master-password.service.js';
import type { StatusChecks } from './status-checks.service.js';
import { ShutdownService } from './shutdown.service.js';

const MASTER: Actor = { kind: 'master', via: 'header', clientAddress: '127.0.0.1' };

/** The vault of one password. */
class FakeCustody implements Pick<KeyCustodyPort, 'changePassword' | 'isPasswordProvisioned' | 'isPasswordFromEnvironment'> {
  password = 'the first one!';
  isProvisioned = true;

  isRenewed = false;

  async changePassword({ password, newPassword, renew }: PasswordChangeOrder, alongside: Alongside): Promise<void> {
    if (password !== this.password) throw new DomainError('INVALID_MASTER_PASSWORD');
    await temporary.database.transaction(alongside);
    this.password = newPassword;
    this.isProvisioned = false;
    this.isRenewed = renew;
  }

  isPasswordProvisioned(): boolean {
    return this.isProvisioned;
  }

  isPasswordFromEnvironment(): boolean {
    return false;
  }
}

let temporary: TemporaryDatabase;
let clock: FixedClock;
let audit: AuditService;
let custody: FakeCustody;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  clock = new FixedClock();
  audit = auditOver(temporary.database, clock);
  custody = new FakeCustody();
});
afterEach(async () => temporary.drop());

describe('the admin status', () => {
  const transaction = (id: string, walletId: string, over: { status: string; createdAt: number; waitReason?: string }) => ({
    id,
    walletId,
    origin: 'send',
    type: 'TRANSFER',
    chain: 'ethereum',
    network: 'ethereum-sepolia',
    amount: '1500000000000000000',
    amountDecimals: 18,
    amountSymbol: 'ETH',
    request: '{}',
    requestHash: 'h',
    decision: '{}',
    policySetVersion: 1,
    updatedAt: 0n,
    ...over,
    createdAt: BigInt(over.createdAt),
  });

  function service(): AdminStatusService {
    const checks = [{ name: 'database', ok: true, since: 5 }];
    return new AdminStatusService(
      new AdminStatusRepository(temporary.database),
      { read: async () => ({ checks, banners: ['nobody is told'] }) } as unknown as StatusChecks,
      { state: () => 'SUSPENDED' },
      new DefaultConfig(),
      { isPasswordProvisioned: () => custody.isPasswordProvisioned(), list: async () => [{}] } as unknown as FindingsService,
      clock,
    );
  }

  it('counts what lives, what happened today and what waits for a person', async () => {
    const walletId = await addWallet({ temporary, clock });
    const [ended, revoked] = [await addSession({ temporary }), await addSession({ temporary })];
    await addSession({ temporary });
    const now = clock.nowSeconds();
    const { client } = temporary.database;
    await client.session.update({ where: { id: ended }, data: { expiresAt: BigInt(now) } });
    await client.session.update({ where: { id: revoked }, data: { revokedAt: 1n } });
    await client.transaction.createMany({
      data: [
        transaction('a', walletId, { status: 'FAILED', createdAt: now - 86_401 }),
        transaction('b', walletId, { status: 'FAILED', createdAt: now }),
        transaction('c', walletId, { status: 'QUEUED', waitReason: 'APPROVAL', createdAt: now }),
        transaction('d', walletId, { status: 'QUEUED', waitReason: 'DELAY', createdAt: now }),
      ],
    });
    const statuses = service();
    clock.advance(7);
    const status = await statuses.read();
    expect(status).toMatchObject({
      status: 'running',
      uptime: 7,
      walletCount: 1,
      activeSessionCount: 1,
      killSwitchState: 'SUSPENDED',
      adminTimeout: 900,
      recentTxCount: 3,
      failedTxCount: 1,
      autoProvisioned: true,
      pendingApprovals: 1,
      exposureFindings: 1,
      checks: [{ name: 'database', ok: true, since: 5 }],
      banners: ['nobody is told'],
    });
    expect(status.recentTransactions.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
    expect(status.recentTransactions[0]).toMatchObject({
      walletName: `wallet-${walletId.slice(-4)}`,
      formattedAmount: '1.5 ETH',
      waitReason: 'DELAY',
    });
  });
});

describe('changing the master password', () => {
  let forgotten: number;
  let wait: number;
  let events: string[];

  const change = (password: string | undefined, newPassword: string, rotate?: boolean) => {
    const master = { forgetSuccesses: () => (forgotten += 1) } as unknown as MasterAuth;
    const logins = { endAdminsBut: async () => 0 } as unknown as BrowserLogins;
    const renewal = {
      waitSeconds: () => wait,
      expect: () => events.push('expected'),
      follow: () => events.push('followed'),
    } as unknown as DataKeyRenewal;
    const keys = custody as unknown as KeyCustodyPort;
    const service = new MasterPasswordService(keys, master, logins, temporary.database, audit, renewal);
    return service.change({ password, newPassword, rotate, loginId: undefined }, MASTER);
  };

  beforeEach(() => {
    forgotten = 0;
    wait = 0;
    events = [];
  });

  it('replaces it, forgets what was remembered of the old one and writes it down without either', async () => {
    await change('the first one!', 'the second one!');
    expect([custody.password, forgotten]).toEqual(['the second one!', 1]);
    const rows = await audit.list({}, { limit: 9 });
    expect(rows).toMatchObject([{ eventType: 'MASTER_PASSWORD_CHANGED', severity: 'critical' }]);
    expect(JSON.stringify(rows)).not.toMatch(/the (first|second) one!/);
  });

  const present = 'the first one!';
  const next = 'the second one!';

  it.each([
    ['a cookie alone', () => change(undefined, next), 'INVALID_MASTER_PASSWORD'],
    ['a wrong password', () => change('not this one!', next), 'INVALID_MASTER_PASSWORD'],
    ['the same password', () => change(present, present), 'VALIDATION_FAILED'],
  ])('is refused with %s', async (_case, attempt, code) => {
    await expect(attempt()).rejects.toMatchObject({ code });
    expect([custody.password, await audit.count({})]).toEqual([present, 0]);
  });

  it('makes a new data key where the provisioned password goes or somebody asks for it, and only there', async () => {
    expect([await change(present, next), custody.isRenewed, events]).toEqual([true, true, ['expected', 'followed']]);
    events = [];
    expect([await change(next, present), custody.isRenewed, events]).toEqual([false, false, []]);
    expect([await change(present, next, true), events]).toEqual([true, ['expected', 'followed']]);
    custody.isProvisioned = true;
    expect([await change(next, present, false), custody.isRenewed]).toEqual([false, false]);
    const rows = await audit.list({}, { limit: 9 });
    expect(rows.map(({ details }) => JSON.parse(details))).toMatchObject([
      { replacedProvisioned: true, dataKeyRenewed: false },
      { replacedProvisioned: false, dataKeyRenewed: true },
      { replacedProvisioned: false, dataKeyRenewed: false },
      { replacedProvisioned: true, dataKeyRenewed: true },
    ]);
  });

  it('makes no second data key while rows still need the one before, and says when to ask again', async () => {
    wait = 200;
    const refused = { code: 'ROTATION_TOO_RECENT', retryAfterSeconds: 200, hint: expect.stringContaining('rotate') };
    await expect(change(present, next, true)).rejects.toMatchObject(refused);
    expect([custody.password, await audit.count({}), events]).toEqual([present, 0, []]);
  });
});

describe('a shutdown', () => {
  it('is written down before the process is asked to stop', async () => {
    let stops = 0;
    const service = new ShutdownService(temporary.database, audit, { request: () => (stops += 1) });
    await service.record(MASTER);
    expect([stops, (await audit.list({}, { limit: 1 }))[0]?.eventType]).toEqual([0, 'SHUTDOWN_REQUESTED']);
    service.stop();
    expect(stops).toBe(1);
  });
});
