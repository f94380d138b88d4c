import { Injectable } from '@nestjs/common';
import type { Chain, Environment, KeyIdentity, SealedKey } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';

interface StoredKey {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
}

@Injectable()
export class SealedKeysRepository {
  constructor(private readonly database: Database) {}

  /** The key of a wallet as stored: sealed, and bound to this identity. */
  async of(walletId: string): Promise<StoredKey> {
    const stored = await this.find(walletId);
    if (stored === undefined) throw new Error('a wallet without a key');
    return stored;
  }

  async find(walletId: string): Promise<StoredKey | undefined> {
    const row = await this.database.client.sealedKey.findUnique({ where: { walletId } });
    if (row === null) return undefined;
    return {
      identity: { walletId, chain: row.chain as Chain, environment: row.environment as Environment },
      key: { blob: row.blob, address: row.address },
    };
  }

  /** The same key sealed anew. */
  async replace(tx: Tx, walletId: string, blob: string): Promise<void> {
    await tx.sealedKey.update({ where: { walletId }, data: { blob } });
  }
}
