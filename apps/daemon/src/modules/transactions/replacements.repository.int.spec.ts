import type { AttemptRow } from '@waiaas/pipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { ReplacementsRepository } from './replacements.repository.js';

const NETWORK = 'ethereum-sepolia';

let daemon: WholeDaemon;
let walletId: string;
let ids = 0;

beforeAll(async () => {
  daemon = await startWholeDaemon();
});
afterAll(async () => daemon.close());

async function sent(nonce: number, state: string, network = NETWORK): Promise<AttemptRow> {
  const { client } = daemon.database;
  const transactionId = `row-${String((ids += 1))}`;
  const place = { walletId, network, createdAt: 1n, updatedAt: 1n };
  const row = { chain: 'ethereum', origin: 'send', type: 'TRANSFER', status: 'SUBMITTED' };
  const texts = { request: '{}', requestHash: 'hash', decision: '{}', policySetVersion: 1 };
  await client.transaction.create({ data: { id: transactionId, ...place, ...row, ...texts } });
  const attempt = { number: 1, kind: 'original', state, nonce, params: '{}' };
  await client.attempt.create({ data: { id: `${transactionId}-1`, transactionId, ...place, ...attempt } });
  return { id: `${transactionId}-1`, transactionId, walletId, network, nonce } as AttemptRow;
}

const isFirst = async (attempt: AttemptRow) => daemon.get(ReplacementsRepository).isFirst(attempt);

it.each([
  ['RESERVED', false],
  ['SIGNED', false],
  ['BROADCAST', false],
  ['MINED', true],
  ['FINAL', true],
  ['REPLACED', true],
  ['DROPPED', true],
])('takes bytes behind %s ones for the first that may still land: %s', async (state, expected) => {
  walletId = await storeWallet(daemon.database);
  await sent(4, state);
  const later = await sent(5, 'BROADCAST');
  expect(await isFirst(later)).toBe(expected);
});

it('looks at one network of one wallet, and at nothing behind', async () => {
  walletId = await storeWallet(daemon.database);
  await sent(1, 'BROADCAST');
  walletId = await storeWallet(daemon.database);
  await sent(1, 'BROADCAST', 'base-sepolia');
  const first = await sent(5, 'BROADCAST');
  await sent(6, 'BROADCAST');
  expect(await isFirst(first)).toBe(true);
});
