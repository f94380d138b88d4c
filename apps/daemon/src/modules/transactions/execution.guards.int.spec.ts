import type { AttemptRow, PlannedAttempt, TransactionRow } from '@waiaas/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { ExecutionRepository } from './execution.repository.js';
import { OpenRowsRepository } from './open-rows.repository.js';
import { ReplacementsRepository } from './replacements.repository.js';
import { toAttemptRow, toTransactionRow } from './rows.repository.js';
import { SignaturesRepository } from './signatures.repository.js';
import { TakeBacksRepository } from './take-backs.repository.js';
import { TransitionRepository } from './transition.repository.js';

const NETWORK = 'ethereum-sepolia';
const FROM = '0x52908400098527886E0F7030069857D2E4169EE7';
const AT = 1_795_330_100;
const PARAMS = { kind: 'evm', gasLimit: '21000', maxFeePerGas: '3', maxPriorityFeePerGas: '1' } as const;

let daemon: WholeDaemon;
let store: ExecutionRepository;
let ids = 0;

beforeAll(async () => {
  daemon = await startWholeDaemon();
  store = daemon.get(ExecutionRepository);
});
afterAll(async () => daemon.close());

const client = () => daemon.database.client;

interface Stored {
  readonly walletId: string;
  readonly id: string;
  readonly row: () => Promise<TransactionRow>;
  readonly attempt: () => Promise<AttemptRow>;
  readonly state: () => Promise<readonly (string | number | null)[]>;
  readonly set: (columns: { status?: string; revision?: number; answerStatus?: number }) => Promise<unknown>;
}

/** A payment of a wallet of its own, and its one attempt. */
async function stored(
  status: string,
  attemptState: string | undefined,
  { wallet = 'ACTIVE', origin = 'send' }: { readonly wallet?: 'ACTIVE' | 'SUSPENDED'; readonly origin?: string } = {},
): Promise<Stored> {
  const walletId = await storeWallet(daemon.database, { status: wallet });
  const id = `tx-${String((ids += 1))}`;
  const request = { type: 'TRANSFER', walletId, chain: 'ethereum', network: NETWORK, from: FROM, to: FROM, amount: '1' };
  const at = { createdAt: BigInt(AT), updatedAt: BigInt(AT) };
  await client().transaction.create({
    data: {
      ...{
        id,
        walletId,
        origin,
        type: 'TRANSFER',
        status,
        chain: 'ethereum',
        network: NETWORK,
        toAddress: FROM,
        amount: '1',
        ...at,
      },
      ...{ request: JSON.stringify(request), requestHash: 'hash', decision: '{}', policySetVersion: 1 },
    },
  });
  const place = { transactionId: id, walletId, network: NETWORK };
  if (attemptState !== undefined) {
    await client().attempt.create({
      data: {
        id: `${id}-1`,
        ...place,
        number: 1,
        kind: 'original',
        state: attemptState,
        nonce: 0,
        params: JSON.stringify(PARAMS),
        ...at,
      },
    });
    await client().nonceReservation.create({ data: { walletId, network: NETWORK, nonce: 0, transactionId: id, createdAt: 1n } });
  }
  const row = async () => client().transaction.findUniqueOrThrow({ where: { id } });
  const attempt = async () => client().attempt.findFirstOrThrow({ where: { transactionId: id }, orderBy: { number: 'asc' } });
  return {
    ...{ walletId, id },
    row: async () => toTransactionRow(await row()),
    attempt: async () => toAttemptRow(await attempt()),
    state: async () => [
      (await row()).status,
      (await client().attempt.findFirst({ where: { transactionId: id } }))?.state ?? null,
    ],
    set: (columns) => client().transaction.update({ where: { id }, data: columns }),
  };
}

const nonces = async ({ id }: Stored) => client().nonceReservation.count({ where: { transactionId: id } });
const bytes = async (one: Stored) => ({ attempt: await one.attempt(), raw: '0x01', hash: `0x${one.id}` });
const plan = async (one: Stored): Promise<PlannedAttempt> => ({
  id: `${one.id}-2`,
  row: await one.row(),
  params: PARAMS,
  maxFee: 0n,
});

describe('bytes are kept', () => {
  it('of what runs', async () => {
    const one = await stored('EXECUTING', 'RESERVED');
    expect(await store.markSigned([await bytes(one)], AT)).toHaveLength(1);
    expect(await one.state()).toEqual(['EXECUTING', 'SIGNED']);
  });

  it.each([
    ['of a row that was cancelled meanwhile', 'CANCELLED', 'RESERVED', 'ACTIVE'],
    ['of a reservation that was given back', 'EXECUTING', 'DROPPED', 'ACTIVE'],
    ['of a suspended wallet', 'EXECUTING', 'RESERVED', 'SUSPENDED'],
  ] as const)('not %s', async (_, status, state, wallet) => {
    const one = await stored(status, state, { wallet });
    expect(await store.markSigned([await bytes(one)], AT)).toEqual([]);
    expect(await one.state()).toEqual([status, state]);
  });
});

describe('bytes are marked as being sent', () => {
  it('where they were kept, with their row', async () => {
    const one = await stored('EXECUTING', 'SIGNED');
    await store.markBroadcasting([await one.attempt()], AT);
    expect(await one.state()).toEqual(['SUBMITTED', 'BROADCAST']);
  });

  it('not where the attempt is over', async () => {
    const one = await stored('SUBMITTED', 'REPLACED');
    await store.markBroadcasting([await one.attempt()], AT);
    expect(await one.state()).toEqual(['SUBMITTED', 'REPLACED']);
  });

  it('without a word about a row that has ended', async () => {
    const one = await stored('FAILED', 'SIGNED');
    await store.markBroadcasting([{ ...(await one.attempt()), txHash: '0xnew' }], AT);
    expect((await one.row()).txHash).toBeNull();
  });
});

describe('a nonce is given', () => {
  it('to a row that runs and has no bytes', async () => {
    const one = await stored('EXECUTING', undefined);
    expect(await store.reserve([await plan(one)], 0, AT)).toHaveLength(1);
  });

  it.each([
    ['that was cancelled', 'CANCELLED', undefined, 'ACTIVE'],
    ['that has bytes', 'SUBMITTED', 'BROADCAST', 'ACTIVE'],
    ['of a suspended wallet', 'EXECUTING', undefined, 'SUSPENDED'],
  ] as const)('to no row %s', async (_, status, state, wallet) => {
    const one = await stored(status, state, { wallet });
    expect(await store.reserve([await plan(one)], 0, AT)).toEqual([]);
  });

  it('again to a row whose bytes are proven dead, and whose reservation is too old', async () => {
    const dead = await stored('SUBMITTED', 'DROPPED');
    expect(await store.reserve([await plan(dead)], 1, AT)).toHaveLength(1);
    const old = await stored('EXECUTING', 'RESERVED');
    expect(await store.reserve([await plan(old)], 0, AT)).toMatchObject([{ attempt: { nonce: 0, number: 2 } }]);
    expect(await old.state()).toEqual(['EXECUTING', 'EXPIRED']);
  });

  it('and what is dead stays dead when a reservation beside it is too old', async () => {
    const one = await stored('SUBMITTED', 'DROPPED');
    await store.reserve([await plan(one)], 1, AT);
    expect(await one.state()).toEqual(['SUBMITTED', 'DROPPED']);
    expect(await nonces(one)).toBe(2);
  });
});

describe('a reservation is given back', () => {
  it('with its nonce', async () => {
    const one = await stored('EXECUTING', 'RESERVED');
    await store.release([await one.attempt()], AT);
    expect([await one.state(), await nonces(one)]).toEqual([['EXECUTING', 'DROPPED'], 0]);
  });

  it('not where it was signed meanwhile', async () => {
    const one = await stored('EXECUTING', 'SIGNED');
    await store.release([{ ...(await one.attempt()), state: 'RESERVED' }], AT);
    expect([await one.state(), await nonces(one)]).toEqual([['EXECUTING', 'SIGNED'], 1]);
  });

  it('by the end of its row, which leaves other attempts alone', async () => {
    const open = daemon.get(OpenRowsRepository);
    const one = await stored('FAILED', 'DROPPED');
    await client().attempt.update({ where: { id: `${one.id}-1` }, data: { state: 'REPLACED' } });
    await daemon.database.transaction((tx) => open.releaseReservations(tx, one.id, AT));
    expect(await one.state()).toEqual(['FAILED', 'REPLACED']);
  });
});

describe('a stop', () => {
  const asked = async (one: Stored, request: string) => {
    await client().transaction.update({ where: { id: one.id }, data: { request } });
    daemon.database.guard.look(client());
  };
  const ends = async ({ walletId }: Stored) =>
    daemon.database.transaction(async (tx) =>
      (await daemon.get(OpenRowsRepository).unsigned(tx, { walletId })).map(({ id }) => id),
    );

  it.each([
    ['PENDING', undefined, true],
    ['QUEUED', undefined, true],
    ['EXECUTING', 'SIGNED', false],
    ['SUBMITTED', 'BROADCAST', false],
    ['CONFIRMED', 'MINED', false],
    ['FAILED', 'DROPPED', false],
  ])('ends of what nobody can read only what waits: %s with bytes that are %s', async (status, attempt, isEnded) => {
    const one = await stored(status, attempt);
    await asked(one, '{"type":');
    expect(await ends(one)).toEqual(isEnded ? [one.id] : []);
    await asked(one, '{}');
  });
});

describe('a row moves', () => {
  const move = async (row: TransactionRow) =>
    daemon.database.transaction((tx) =>
      daemon.get(TransitionRepository).apply(tx, { row, to: 'CANCELLED', at: AT, actor: 'system' }),
    );

  it('from where it was seen', async () => {
    const one = await stored('QUEUED', undefined);
    expect(await move(await one.row())).toBe(true);
    expect((await one.row()).status).toBe('CANCELLED');
  });

  it.each([
    ['another state', { status: 'EXECUTING' }],
    ['another turn in the same state', { revision: 2 }],
  ])('not from %s', async (_, columns) => {
    const one = await stored('QUEUED', undefined);
    const seen = await one.row();
    await one.set(columns);
    expect(await move(seen)).toBe(false);
    expect((await one.row()).status).not.toBe('CANCELLED');
  });
});

describe('other bytes at the same nonce are kept', () => {
  const replacements = () => daemon.get(ReplacementsRepository);
  const keep = async (one: Stored) => {
    const attempt: AttemptRow = {
      ...(await one.attempt()),
      id: `${one.id}-2`,
      number: 2,
      kind: 'speed-up',
      state: 'BROADCAST',
      txHash: '0x2',
    };
    return replacements().keep({ attempt, maxFee: 1n, by: { actor: 'system' }, isAffordable: () => true });
  };

  it('of a payment that waits for its block', async () => {
    const one = await stored('SUBMITTED', 'BROADCAST');
    expect(await replacements().maySign(one.id, one.walletId)).toBe(true);
    expect(await keep(one)).toBe('kept');
  });

  it('not of one that a block holds, or that has ended', async () => {
    expect(await keep(await stored('CONFIRMED', 'BROADCAST'))).toBe('moved');
    expect(await keep(await stored('SUBMITTED', 'MINED'))).toBe('moved');
  });

  it('not where only withdrawals to the owner may be signed', async () => {
    const one = await stored('SUBMITTED', 'BROADCAST');
    const owner = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
    const data = { status: 'SUSPENDED', ownerAddress: owner, ownerState: 'LOCKED' };
    await client().wallet.update({ where: { id: one.walletId }, data });
    expect(await replacements().maySign(one.id, one.walletId)).toBe(false);
    expect(await keep(one)).toBe('closed');
    expect(await store.reserve([await plan(await sameWallet(one))], 1, AT)).toEqual([]);
    expect(await store.markSigned([await bytes(await sameWallet(one, 'RESERVED'))], AT)).toEqual([]);
    expect(await daemon.get(TakeBacksRepository).maySign((await sameWallet(one, 'SIGNED', 'SIGNED')).id, one.walletId)).toBe(
      false,
    );
  });

  /** Another payment of the wallet of this one. */
  async function sameWallet({ walletId }: Stored, state?: string, status = 'EXECUTING'): Promise<Stored> {
    const other = await stored(status, state, { origin: status === 'SIGNED' ? 'sign' : 'send' });
    await client().nonceReservation.deleteMany({ where: { transactionId: other.id } });
    await client().attempt.updateMany({ where: { transactionId: other.id }, data: { walletId } });
    await client().transaction.update({ where: { id: other.id }, data: { walletId } });
    return other;
  }
});

describe('a final block', () => {
  it('retires what else could have landed, and nothing that is over', async () => {
    const one = await stored('SUBMITTED', 'DROPPED');
    const second = { ...(await one.attempt()), id: `${one.id}-2`, number: 2 };
    const data = { id: second.id, transactionId: one.id, walletId: one.walletId, network: NETWORK, number: 2, kind: 'speed-up' };
    await client().attempt.create({ data: { ...data, state: 'BROADCAST', params: '{}', createdAt: 1n, updatedAt: 1n } });
    await store.record([{ attempt: second, state: 'FINAL', outcome: 'known' }], [], AT);
    expect(await one.state()).toEqual(['SUBMITTED', 'DROPPED']);
  });
});

describe('a signature that is handed out', () => {
  const signatures = () => daemon.get(SignaturesRepository);
  const complete = async (one: Stored) => {
    const row = { id: one.id, walletId: one.walletId } as Parameters<SignaturesRepository['complete']>[0];
    return signatures().complete(row, { text: '0x', txHash: '0x1', watchHash: '0x1' }, { signed: true }, AT);
  };

  it('is stored with its answer, once', async () => {
    const one = await stored('SIGNED', 'RESERVED', { origin: 'sign' });
    expect(await complete(one)).toBe('done');
    expect(await one.state()).toEqual(['SIGNED', 'SIGNED']);
    expect(await complete(one)).toBe('answered');
  });

  it('is not stored where its row has ended', async () => {
    const one = await stored('CANCELLED', 'DROPPED', { origin: 'sign' });
    expect(await complete(one)).toBe('answered');
  });

  it('revives no attempt that is over', async () => {
    const one = await stored('SIGNED', 'EXPIRED', { origin: 'sign' });
    await complete(one);
    expect(await one.state()).toEqual(['SIGNED', 'EXPIRED']);
  });

  it('is not taken back where somebody has it, nor is an attempt ended that is over already', async () => {
    const answered = await stored('SIGNED', 'SIGNED', { origin: 'sign' });
    await answered.set({ answerStatus: 200 });
    await signatures().abandon(answered.id, 'KEYSTORE_LOCKED', AT);
    expect(await answered.state()).toEqual(['SIGNED', 'SIGNED']);
    const over = await stored('SIGNED', 'REPLACED', { origin: 'sign' });
    await signatures().abandon(over.id, 'KEYSTORE_LOCKED', AT);
    expect(await over.state()).toEqual(['CANCELLED', 'REPLACED']);
  });

  it('is voided while it is out, and not after its end', async () => {
    const takeBacks = daemon.get(TakeBacksRepository);
    const out = await stored('SIGNED', 'SIGNED', { origin: 'sign' });
    const ended = await stored('CANCELLED', 'DROPPED', { origin: 'sign' });
    expect([await takeBacks.maySign(out.id, out.walletId), await takeBacks.maySign(ended.id, ended.walletId)]).toEqual([
      true,
      false,
    ]);
  });
});
