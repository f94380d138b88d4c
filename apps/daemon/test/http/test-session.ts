import { randomBytes } from 'node:crypto';
import { UuidV7Source } from '../../src/common/time/id-source.js';
import type { Database } from '../../src/infra/prisma/database.js';
import type { SessionTokens } from '../../src/modules/session-tokens/session-tokens.service.js';

/** A wallet and a session on it, written straight into the database. */
export async function makeSession(database: Database, tokens: SessionTokens, now: number) {
  const ids = new UuidV7Source();
  const [id, walletId, jti] = [ids.next(), ids.next(), ids.next()];
  await database.transaction(async (tx) => {
    const at = BigInt(now);
    await tx.wallet.create({
      data: {
        id: walletId,
        name: 'w',
        chain: 'solana',
        environment: 'testnet',
        address: randomBytes(16).toString('hex'),
        status: 'ACTIVE',
        policyPreset: 'none',
        createdAt: at,
        updatedAt: at,
      },
    });
    await tx.session.create({
      data: {
        id,
        currentJti: jti,
        jtiChangedAt: at,
        expiresAt: at + 3600n,
        createdAt: at,
        wallets: { create: { walletId, createdAt: at } },
      },
    });
  });
  return { id, walletId, jti, token: await tokens.issue({ sessionId: id, jti, expiresAt: now + 3600 }) };
}
