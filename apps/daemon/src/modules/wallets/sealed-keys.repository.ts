import { Injectable } from '@nestjs/common';
import type { Chain, Environment, KeyIdentity, SealedKey } from '@waiaas/core';
import { Database } from '../../infra/prisma/database.js';

@Injectable()
export class SealedKeysRepository {
  constructor(private readonly database: Database) {}

  /** The key of a wallet as stored: sealed, and bound to this identity. */
  async of(walletId: string): Promise<{ readonly identity: KeyIdentity; readonly key: SealedKey }> {
    const row = await this.database.client.sealedKey.findUniqueOrThrow({ where: { walletId } });
    return {
      identity: { walletId, chain: row.chain as Chain, environment: row.environment as Environment },
      key: { blob: row.blob, address: row.address },
    };
  }
}
