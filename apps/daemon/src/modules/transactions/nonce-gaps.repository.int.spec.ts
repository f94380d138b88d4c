import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { NonceGaps, type WaitingNonces } from './nonce-gaps.repository.js';

const NETWORK = 'ethereum-sepolia';
const FROM = '0x52908400098527886E0F7030069857D2E4169EE7';

let temporary: TemporaryDatabase;
let gaps: NonceGaps;
let walletId: string;
const clock = new FixedClock();

beforeAll(async () => {
  temporary = await temporaryDatabase();
  gaps = new NonceGaps(temporary.database, clock);
});
afterAll(async () => temporary.drop());
beforeEach(async () => {
  walletId = await storeWallet(temporary.database);
});

const waiting = (): WaitingNonces => ({ walletId, network: NETWORK, from: FROM, next: 5, sent: 6 });

async function running(agoSeconds: number): Promise<void> {
  const at = BigInt(clock.nowSeconds() - agoSeconds);
  const place = { walletId, network: NETWORK, chain: 'ethereum', origin: 'send', type: 'TRANSFER' };
  const texts = { request: '{}', requestHash: 'hash', decision: '{}', policySetVersion: 1 };
  await temporary.database.client.transaction.create({
    data: { id: `${walletId}-${String(agoSeconds)}`, status: 'EXECUTING', ...place, ...texts, createdAt: at, updatedAt: at },
  });
}

describe('a nonce that nobody holds below those that wait', () => {
  it('is open where nothing runs', async () => {
    expect(await gaps.isOpenNow(waiting())).toBe(true);
    expect(await gaps.isOpenNow({ ...waiting(), next: 6 })).toBe(false);
  });

  it('is left to a request that is about to get bytes', async () => {
    await running(10);
    expect(await gaps.isOpenNow(waiting())).toBe(false);
  });

  it('is not left to one that has waited for long: that may wait for funds which the gap holds up', async () => {
    await running(60);
    expect(await gaps.isOpenNow(waiting())).toBe(true);
  });
});
