import path from 'node:path';
import type { AnvilNode } from '@waiaas/testing';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf, type Api, type ApiAnswer } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { startOnSepolia } from '../src/harness/on-sepolia.js';
import { addPolicy, denied } from '../src/harness/policies.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, until, type TestWallet } from '../src/harness/wallets.js';

const PAYMENT = {
  type: 'TRANSFER',
  network: 'ethereum-sepolia',
  to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  amount: '1000',
};
const WAITS = { token_limits: { 'native:ethereum': { instant_max: '0', notify_max: '0', delay_max: '1' } }, delay_seconds: 60 };
const RUNS = { token_limits: { 'native:ethereum': { instant_max: '1', notify_max: '1', delay_max: '1' } } };

let node: AnvilNode;
let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;

beforeAll(async () => {
  clock = new TestClock();
  ({ node, daemon, master } = await startOnSepolia({ ...clock.env }));
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
  clock.dispose();
});

/** A funded wallet with one policy, which has been judged by and is therefore known to the daemon. */
async function walletUnder(rules: object): Promise<{ readonly wallet: TestWallet; readonly policy: string }> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  const policy = await addPolicy(daemon, wallet, { type: 'SPENDING_LIMIT', rules: { ...rules } });
  await node.setBalance(wallet.address, 10n ** 18n);
  return { wallet, policy };
}

/** As an editor of the database file would, while the daemon runs. */
function breakRules(policy: string): void {
  const db = new Sqlite(path.join(daemon.dataDir, 'data', 'waiaas.db'), { timeout: 30_000 });
  expect(db.prepare(`UPDATE policies SET rules = '{"instant_max_usd": ' WHERE id = ?`).run(policy).changes).toBe(1);
  db.close();
}

/** The admin takes what stands without having read it. */
async function takeAsItIs(): Promise<void> {
  const { digest } = await master.must(200, master.get<{ digest: string }>('/v1/admin/integrity'));
  await master.must(200, master.post('/v1/admin/integrity/adopt', { digest }));
}

const pay = (wallet: TestWallet, more: object = {}): Promise<ApiAnswer<{ readonly id: string }>> =>
  wallet.api.post('/v1/transactions/send', { ...PAYMENT, allowDuplicate: true, ...more });

describe('a policy that is broken in the database of a running daemon', () => {
  it('denies what comes after it, though its rules were known before', async () => {
    const { wallet, policy } = await walletUnder(RUNS);
    expect((await pay(wallet)).status).toBe(201);
    breakRules(policy);
    expect(verdictOf(await pay(wallet))).toBe('409 INTEGRITY_VIOLATION');
    await takeAsItIs();
    expect((await denied(wallet, PAYMENT)).details).toMatchObject({ denyCode: 'POLICY_RULES_CORRUPT', policyId: policy });
  });

  it('ends what waits, when its wait is over and an admin took the rules as they are', async () => {
    const { wallet, policy } = await walletUnder(WAITS);
    const { status, body } = await pay(wallet);
    expect([status, body]).toMatchObject([201, { status: 'QUEUED', waitReason: 'DELAY' }]);
    breakRules(policy);
    clock.advance(61);
    await takeAsItIs();
    expect(await until(wallet.api, body.id, (row) => row.status !== 'QUEUED')).toMatchObject({
      status: 'DENIED',
      errorCode: 'POLICY_RULES_CORRUPT',
    });
  });

  it('lets none of 32 through that are decided after it', async () => {
    const { wallet, policy } = await walletUnder(RUNS);
    await pay(wallet);
    const early = Array.from({ length: 16 }, () => pay(wallet));
    await early[0];
    breakRules(policy);
    const late = Array.from({ length: 16 }, () => pay(wallet));
    const verdicts = await Promise.all([...early, ...late]);
    expect(new Set(verdicts.slice(16).map(verdictOf))).toEqual(new Set(['409 INTEGRITY_VIOLATION']));
    expect(verdicts.every(({ status }) => status === 201 || status === 409)).toBe(true);
  });
});
