import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UuidV7Source } from '../../src/common/time/id-source.js';
import { evmOwner, type OwnerKey } from '../owners/owner-keys.js';
import { addWallet } from '../owners/owners-fixture.js';
import type { Browser } from './browser.js';
import { startHarness, type TestDaemon } from './harness.js';
import { browserOfOwner } from './owner-browser.js';

const ids = new UuidV7Source();
const FRIEND = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const POISON = `0x8617${'1'.repeat(32)}070D`;
const STRANGER = '0x52908400098527886E0F7030069857D2E4169EE7';

let daemon: TestDaemon;
let browser: Browser;
let mine: string;
let key: OwnerKey;

const walletOf = (owner: OwnerKey) =>
  addWallet(
    { temporary: { database: daemon.database, file: '', drop: async () => undefined }, clock: daemon.clock as never },
    { owner, state: 'LOCKED' },
  );

interface Leg {
  readonly kind?: string;
  readonly target: string;
  readonly amount: string | null;
}

/** A request as a decision left it. */
async function addRow(walletId: string, legs: readonly Leg[], over: Record<string, unknown> = {}): Promise<string> {
  const id = ids.next();
  const at = BigInt(daemon.clock.nowSeconds());
  const operations = legs.map(({ kind = 'TRANSFER', target, amount }) => {
    return { line: `${kind} ${target} ${amount ?? ''}`, kind, target, amount, asset: 'native', decimals: 18 };
  });
  const type = legs.length === 1 ? 'TRANSFER' : 'BATCH';
  await daemon.database.transaction((tx) =>
    tx.transaction.create({
      data: {
        id,
        walletId,
        origin: 'send',
        type,
        status: 'QUEUED',
        waitReason: 'APPROVAL',
        approvalReason: 'per_tx',
        tier: 'APPROVAL',
        chain: 'ethereum',
        network: 'base-sepolia',
        toAddress: legs.length === 1 ? (legs[0]?.target ?? null) : null,
        request: JSON.stringify({ type, walletId, chain: 'ethereum', network: 'base-sepolia' }),
        requestHash: 'ab'.repeat(32),
        decision: JSON.stringify({ tier: 'APPROVAL', allowed: true, usdMicros: null, operations }),
        policySetVersion: 4,
        expiresAt: at + 3600n,
        createdAt: at,
        updatedAt: at,
        ...over,
      },
    }),
  );
  return id;
}

beforeAll(async () => {
  daemon = await startHarness({ isWhole: true, settings: { 'security.rate_limit_login_rpm': '1000' } });
  key = evmOwner();
  mine = await walletOf(key);
  browser = await browserOfOwner(daemon, key);
  await addRow(mine, [{ target: FRIEND, amount: '1' }], { status: 'CONFIRMED', waitReason: null, tier: 'INSTANT' });
});
afterAll(() => daemon.close());

const inbox = (query = '') => browser.ask(`/v1/owner/approvals${query}`);
async function itemOf(id: string) {
  const { json } = await inbox();
  return (json.data as any[]).find((item) => item.transaction.id === id);
}

describe('the inbox of an owner', () => {
  it('has the request as it was hashed, with the memo it carries', async () => {
    const request = `{"chain":"ethereum","memo":"\\u202epay me","network":"base-sepolia","type":"TRANSFER","walletId":"${mine}"}`;
    const id = await addRow(mine, [{ target: FRIEND, amount: '1' }], { request });
    expect(await itemOf(id)).toMatchObject({ request, transaction: { memo: '\u202epay me' } });
  });

  it('says what a request does, in the words of the text to sign', async () => {
    const id = await addRow(mine, [{ target: FRIEND, amount: '2000000000000000000' }]);
    expect(await itemOf(id)).toEqual({
      transaction: expect.objectContaining({ id, walletId: mine, status: 'QUEUED', waitReason: 'APPROVAL' }),
      decoded: {
        summary: `sending 2 ETH (USD value unknown) on base-sepolia to ${FRIEND}`,
        operations: [
          {
            kind: 'TRANSFER',
            target: FRIEND,
            amount: '2000000000000000000',
            symbol: 'ETH',
            decimals: 18,
            asset: 'native:base-sepolia',
            selector: null,
          },
        ],
        balanceChanges: [{ asset: 'native:base-sepolia', symbol: 'ETH', decimals: 18, changeAmount: '-2000000000000000000' }],
        firstTimeRecipient: false,
        lookAlike: null,
      },
      usd: null,
      request: JSON.stringify({ type: 'TRANSFER', walletId: mine, chain: 'ethereum', network: 'base-sepolia' }),
      requestHash: 'ab'.repeat(32),
      policySetVersion: 4,
      approvalReason: 'per_tx',
      expiresAt: daemon.clock.nowSeconds() + 3600,
    });
  });

  it('points out a recipient that was never paid, and one that only looks like a known one', async () => {
    const fresh = await itemOf(await addRow(mine, [{ target: STRANGER, amount: '1' }]));
    expect(fresh.decoded).toMatchObject({ firstTimeRecipient: true, lookAlike: null });
    const poisoned = await itemOf(await addRow(mine, [{ target: POISON, amount: '1' }]));
    expect(poisoned.decoded).toMatchObject({
      firstTimeRecipient: true,
      lookAlike: { address: POISON, resembles: FRIEND },
    });
  });

  it('takes an imitation of the owner itself for what it is', async () => {
    const imitation = `${key.address.slice(0, 6)}${'2'.repeat(32)}${key.address.slice(-4)}`;
    const item = await itemOf(await addRow(mine, [{ target: imitation, amount: '1' }]));
    expect(item.decoded.lookAlike).toEqual({ address: imitation, resembles: key.address });
  });

  it('sums what leaves in a batch, not what is only allowed, and guesses no amount', async () => {
    const id = await addRow(mine, [
      { target: FRIEND, amount: '3' },
      { target: STRANGER, amount: '4' },
      { kind: 'APPROVE', target: STRANGER, amount: '500' },
    ]);
    expect((await itemOf(id)).decoded).toMatchObject({ balanceChanges: [{ changeAmount: '-7' }], firstTimeRecipient: true });
    const opaque = await addRow(mine, [
      { target: FRIEND, amount: '3' },
      { target: FRIEND, amount: null },
    ]);
    expect((await itemOf(opaque)).decoded.balanceChanges).toMatchObject([{ changeAmount: null }]);
  });

  it('has one list each for what waits for a yes, what waits for time, and what is over', async () => {
    const delayed = await addRow(mine, [{ target: FRIEND, amount: '1' }], { waitReason: 'DELAY', tier: 'DELAY' });
    const decided = await addRow(mine, [{ target: FRIEND, amount: '1' }], { status: 'CANCELLED', waitReason: null });
    const listed = async (state: string) =>
      ((await inbox(`?state=${state}`)).json.data as any[]).map((item) => item.transaction.id as string);
    expect(await listed('delayed')).toEqual([delayed]);
    expect(await listed('decided')).toEqual([decided]);
    expect(await listed('pending')).not.toContain(delayed);
  });

  it('goes on from a cursor and names the last row of the audit chain', async () => {
    const first = (await inbox('?limit=2')).json;
    expect(first).toMatchObject({
      hasMore: true,
      audit: { id: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(first.data).toHaveLength(2);
    const next = (await inbox(`?limit=2&cursor=${String(first.nextCursor)}`)).json;
    const seen = [...first.data, ...next.data].map((item: any) => item.transaction.id as string);
    expect(new Set(seen).size).toBe(4);
    expect([...seen].sort().reverse()).toEqual(seen);
  });

  it('shows nothing of wallets that somebody else owns', async () => {
    const id = await addRow(await walletOf(evmOwner()), [{ target: FRIEND, amount: '1' }]);
    expect(await itemOf(id)).toBeUndefined();
  });

  it.each(['state=all', 'limit=0', 'limit=201', 'cursor=1'])('refuses %s', async (query) => {
    expect(await inbox(`?${query}`)).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED' } });
  });
});
