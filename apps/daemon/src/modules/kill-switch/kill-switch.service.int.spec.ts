import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addSession, type KillSwitchFixture, killSwitchFixture } from '../../../test/kill-switch/kill-switch-fixture.js';
import { addWallet } from '../../../test/owners/owners-fixture.js';
import { NEVER_ACTIVATED } from './kill-switch.repository.js';
import type { KillSwitchService } from './kill-switch.service.js';

const MASTER = { actor: 'master', ipAddress: '127.0.0.1' };

let fixture: KillSwitchFixture;
let killSwitch: KillSwitchService;

beforeEach(async () => {
  fixture = await killSwitchFixture();
  killSwitch = await fixture.start();
});
afterEach(async () => fixture.drop());

const freezePath = () => path.join(fixture.dataDirectory, 'FREEZE');
const auditTypes = async () => (await fixture.audit.list({}, { limit: 200 })).map((row) => row.eventType);
const walletStatus = async (id: string) =>
  (await fixture.temporary.database.client.wallet.findUniqueOrThrow({ where: { id } })).status;
const becomes = (service: KillSwitchService, state: string) =>
  new Promise<void>((resolve) => service.onChange((now) => (now === state ? resolve() : undefined)));

describe('activating', () => {
  it('stops sessions, open requests and wallets in one act that is written down', async () => {
    const wallet = await addWallet(fixture);
    const session = await addSession(fixture);
    const activatedAt = await killSwitch.activate(MASTER);
    expect(killSwitch.status()).toEqual({ state: 'SUSPENDED', activatedAt, activatedBy: 'master' });
    expect(await walletStatus(wallet)).toBe('SUSPENDED');
    const row = await fixture.temporary.database.client.session.findUniqueOrThrow({ where: { id: session } });
    expect(row.revokedAt).toBe(BigInt(activatedAt));
    expect(fixture.openTransactions.cancelled).toEqual(['CANCELLED_BY_KILL_SWITCH']);
    const [entry] = await fixture.audit.list({}, { limit: 1 });
    expect(entry).toMatchObject({ eventType: 'KILL_SWITCH_ACTIVATED', actor: 'master', severity: 'critical' });
  });

  it('takes effect on sessions whose rows were read a moment ago', async () => {
    const session = await addSession(fixture);
    expect(await fixture.sessions.find(session)).toMatchObject({ isRevoked: false });
    await killSwitch.activate(MASTER);
    expect(await fixture.sessions.find(session)).toMatchObject({ isRevoked: true });
  });

  it('answers one of ten at once, and KILL_SWITCH_ACTIVE to the others', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => killSwitch.activate(MASTER)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(9);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'KILL_SWITCH_ACTIVE' });
    expect(await auditTypes()).toEqual(['KILL_SWITCH_ACTIVATED']);
  });

  it('is in force before the database has answered', async () => {
    const activation = killSwitch.activate(MASTER);
    expect(killSwitch.state()).toBe('SUSPENDED');
    await activation;
  });

  it('survives a restart', async () => {
    await killSwitch.activate(MASTER);
    expect((await fixture.start()).status()).toEqual(killSwitch.status());
  });

  it('holds while the database cannot write, and is stored as soon as it can', async () => {
    const wallet = await addWallet(fixture);
    fixture.database.isFull = true;
    await killSwitch.activate(MASTER);
    expect(killSwitch.state()).toBe('SUSPENDED');
    expect(await walletStatus(wallet)).toBe('ACTIVE');
    // The empty file makes a restart find the order although no row tells of it.
    expect(existsSync(freezePath())).toBe(true);

    fixture.database.isFull = false;
    const recovered = await killSwitch.recover(MASTER, false);
    expect(recovered.walletsResumed).toBe(0);
    expect(await walletStatus(wallet)).toBe('SUSPENDED');
    expect((await auditTypes()).reverse()).toEqual(['KILL_SWITCH_ACTIVATED', 'KILL_SWITCH_RECOVERED']);
  });

  it('tries again by itself until the database can write', async () => {
    fixture.database.isFull = true;
    await killSwitch.activate(MASTER);
    const stored = new Promise<void>((resolve) => {
      const real = fixture.database.transaction.bind(fixture.database);
      fixture.database.transaction = async (work) => {
        const result = await real(work);
        resolve();
        return result;
      };
    });
    fixture.database.isFull = false;
    await stored;
    expect(await auditTypes()).toEqual(['KILL_SWITCH_ACTIVATED']);
    expect(killSwitch.state()).toBe('SUSPENDED');
  });
});

describe('escalating and recovering', () => {
  it('locks only what is suspended', async () => {
    await expect(killSwitch.escalate(MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
    await killSwitch.activate(MASTER);
    await killSwitch.escalate(MASTER);
    expect(killSwitch.state()).toBe('LOCKED');
    await expect(killSwitch.escalate(MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
  });

  it('recovers once from LOCKED, and refuses what is ACTIVE', async () => {
    await expect(killSwitch.recover(MASTER, false)).rejects.toMatchObject({ code: 'KILL_SWITCH_NOT_ACTIVE' });
    await killSwitch.activate(MASTER);
    await killSwitch.escalate(MASTER);
    const outcomes = await Promise.allSettled([killSwitch.recover(MASTER, false), killSwitch.recover(MASTER, false)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(killSwitch.status()).toEqual(NEVER_ACTIVATED);
    expect((await fixture.start()).state()).toBe('ACTIVE');
  });

  it('resumes on request exactly the wallets it suspended, and no session', async () => {
    const [running, held] = [await addWallet(fixture), await addWallet(fixture)];
    const session = await addSession(fixture);
    const { client } = fixture.temporary.database;
    await client.wallet.update({ where: { id: held }, data: { status: 'SUSPENDED', suspendedBy: 'master' } });
    await killSwitch.activate(MASTER);
    await expect(killSwitch.recover(MASTER, true)).resolves.toMatchObject({ walletsResumed: 1 });
    expect([await walletStatus(running), await walletStatus(held)]).toEqual(['ACTIVE', 'SUSPENDED']);
    expect((await client.session.findUniqueOrThrow({ where: { id: session } })).revokedAt).not.toBeNull();
  });

  it('leaves everything as it was when the database cannot write', async () => {
    await killSwitch.activate(MASTER);
    fixture.database.isFull = true;
    await expect(killSwitch.recover(MASTER, false)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(killSwitch.state()).toBe('SUSPENDED');
  });
});

describe('the FREEZE file', () => {
  it('is obeyed while the daemon runs', async () => {
    const wallet = await addWallet(fixture);
    const frozen = becomes(killSwitch, 'SUSPENDED');
    writeFileSync(freezePath(), '');
    await frozen;
    expect(killSwitch.status()).toMatchObject({ state: 'SUSPENDED', activatedBy: 'file:FREEZE' });
    await killSwitch.escalate(MASTER);
    expect(await walletStatus(wallet)).toBe('SUSPENDED');
  });

  it('is obeyed at start, before anybody can ask', async () => {
    killSwitch.onModuleDestroy();
    writeFileSync(freezePath(), '');
    expect((await fixture.start()).state()).toBe('SUSPENDED');
  });

  it('goes with a recovery, which the password decides', async () => {
    killSwitch.onModuleDestroy();
    writeFileSync(freezePath(), '');
    const restarted = await fixture.start();
    await restarted.recover(MASTER, false);
    expect([existsSync(freezePath()), restarted.state()]).toEqual([false, 'ACTIVE']);
  });

  it('keeps the daemon frozen where it cannot be removed, and says so', async () => {
    killSwitch.onModuleDestroy();
    mkdirSync(freezePath());
    const restarted = await fixture.start();
    await expect(restarted.recover(MASTER, false)).rejects.toMatchObject({
      code: 'INVALID_STATE_TRANSITION',
      hint: expect.stringContaining('FREEZE'),
    });
    expect(restarted.state()).toBe('SUSPENDED');
    rmSync(freezePath(), { recursive: true });
    await expect(restarted.recover(MASTER, false)).resolves.toBeDefined();
  });

  it('freezes again after a recovery when it comes again', async () => {
    await killSwitch.activate(MASTER);
    await killSwitch.recover(MASTER, false);
    const frozen = becomes(killSwitch, 'SUSPENDED');
    writeFileSync(freezePath(), '');
    await frozen;
    expect(killSwitch.state()).toBe('SUSPENDED');
  });
});
