import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventsOn } from '../../../test/audit-over.js';
import { addSession, type KillSwitchFixture, killSwitchFixture } from '../../../test/kill-switch/kill-switch-fixture.js';
import { addWallet } from '../../../test/owners/owners-fixture.js';
import { KillSwitchActs } from './kill-switch-acts.service.js';
import { KillSwitchRepository } from './kill-switch.repository.js';

const order = (at: number) => ({ at, actor: 'master' });

let fixture: KillSwitchFixture;
let acts: KillSwitchActs;

beforeEach(async () => {
  fixture = await killSwitchFixture();
  const { database, openTransactions, audit, clock } = fixture;
  acts = new KillSwitchActs(database, new KillSwitchRepository(database), openTransactions, audit, eventsOn(clock), clock);
});
afterEach(async () => fixture.drop());

const client = () => fixture.temporary.database.client;
const written = async () => (await fixture.audit.list({}, { limit: 100 })).map(({ eventType }) => eventType).reverse();
const position = async () => acts.load();
const wallet = async (id: string) => client().wallet.findUniqueOrThrow({ where: { id } });

/** A wallet that stands as told. */
async function walletIn(status: string, suspendedBy: string | null): Promise<string> {
  const id = await addWallet(fixture);
  await client().wallet.update({ where: { id }, data: { status, suspendedBy } });
  return id;
}

describe('a step of the kill switch that somebody else made first', () => {
  it('is not made again: who froze and when stays, and nothing is cancelled or told twice', async () => {
    expect(await acts.suspend(order(100))).toBe(true);
    const running = await addWallet(fixture);
    expect(await acts.suspend({ at: 200, actor: 'owner:0x1' })).toBe(false);
    expect(await position()).toEqual({ state: 'SUSPENDED', activatedAt: 100, activatedBy: 'master' });
    expect(fixture.openTransactions.cancelled).toHaveLength(1);
    expect((await wallet(running)).status).toBe('ACTIVE');
    expect(await written()).toEqual(['KILL_SWITCH_ACTIVATED']);
  });

  it('does not suspend again what was locked', async () => {
    await acts.suspend(order(100));
    await acts.escalate(order(101), await position());
    expect(await acts.suspend(order(102))).toBe(false);
    expect(await position()).toMatchObject({ state: 'LOCKED', activatedAt: 100 });
  });

  it('locks nothing that was recovered meanwhile', async () => {
    await acts.suspend(order(100));
    const seen = await position();
    await acts.recover(order(101), seen, false);
    expect(await acts.escalate(order(102), seen)).toBe(false);
    expect(await position()).toMatchObject({ state: 'ACTIVE', activatedAt: null });
    expect(await written()).toEqual(['KILL_SWITCH_ACTIVATED', 'KILL_SWITCH_RECOVERED']);
  });

  it('recovers nothing that was locked meanwhile, and resumes no wallet', async () => {
    const stopped = await addWallet(fixture);
    await acts.suspend(order(100));
    const seen = await position();
    await acts.escalate(order(101), seen);
    expect(await acts.recover(order(102), seen, true)).toBeUndefined();
    expect(await position()).toMatchObject({ state: 'LOCKED', activatedAt: 100 });
    expect((await wallet(stopped)).status).toBe('SUSPENDED');
    expect(await written()).toEqual(['KILL_SWITCH_ACTIVATED', 'KILL_SWITCH_ESCALATED']);
  });
});

describe('what a freeze stops', () => {
  it('is what runs: wallets that others stopped, or that have ended, stay as they are', async () => {
    const held = await walletIn('SUSPENDED', 'owner:0x1');
    const ended = await walletIn('TERMINATED', null);
    const running = await addWallet(fixture);
    await acts.suspend(order(100));
    expect(await wallet(held)).toMatchObject({ status: 'SUSPENDED', suspendedBy: 'owner:0x1' });
    expect(await wallet(ended)).toMatchObject({ status: 'TERMINATED', suspendedBy: null });
    expect(await wallet(running)).toMatchObject({ status: 'SUSPENDED', suspendedBy: 'kill-switch', suspendedAt: 100n });
  });

  it('is resumed by recovery, and neither what others stopped nor what ended while it stood still', async () => {
    const held = await walletIn('SUSPENDED', 'owner:0x1');
    const [stopped, ended] = [await addWallet(fixture), await addWallet(fixture)];
    await acts.suspend(order(100));
    await client().wallet.update({ where: { id: ended }, data: { status: 'TERMINATED' } });
    expect(await acts.recover(order(101), await position(), true)).toBe(1);
    const states = await Promise.all([held, stopped, ended].map(async (id) => (await wallet(id)).status));
    expect(states).toEqual(['SUSPENDED', 'ACTIVE', 'TERMINATED']);
  });

  it('leaves a session that ended before the time at which it did', async () => {
    const [ended, living] = [await addSession(fixture), await addSession(fixture)];
    await client().session.update({ where: { id: ended }, data: { revokedAt: 7n } });
    await acts.suspend(order(100));
    const at = async (id: string) => (await client().session.findUniqueOrThrow({ where: { id } })).revokedAt;
    expect([await at(ended), await at(living)]).toEqual([7n, 100n]);
  });
});
