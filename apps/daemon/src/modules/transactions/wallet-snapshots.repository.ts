import { Injectable } from '@nestjs/common';
import type { WalletSnapshot } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import { walletSnapshot } from './snapshots.repository.js';

/** A wallet as it is now, outside any lock: good for reading facts, asked again before anything is decided. */
@Injectable()
export class WalletSnapshots {
  constructor(private readonly database: Database) {}

  async get(walletId: string): Promise<WalletSnapshot> {
    return walletSnapshot(this.database.client, walletId);
  }
}
