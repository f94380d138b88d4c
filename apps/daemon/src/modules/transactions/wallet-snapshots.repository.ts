import { Injectable } from '@nestjs/common';
import type { WalletSnapshot } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import { isSystemLocked, walletSnapshot } from './snapshots.repository.js';

/** A wallet as it is now, outside any lock: good for reading facts, asked again before anything is decided. */
@Injectable()
export class WalletSnapshots {
  constructor(private readonly database: Database) {}

  /** No node is asked about a wallet whose rows are not what the daemon wrote. Throws `INTEGRITY_VIOLATION` then. */
  async get(walletId: string): Promise<WalletSnapshot> {
    this.database.guard.assertSound(this.database.client, { walletId });
    return walletSnapshot(this.database.client, walletId);
  }

  /** Why nothing is signed for a wallet now: the switch of the whole daemon, or what it is itself. */
  async closedBecause(walletId: string): Promise<'SYSTEM_LOCKED' | 'WALLET_SUSPENDED' | 'WALLET_TERMINATED'> {
    const { status } = await walletSnapshot(this.database.client, walletId);
    if (status === 'TERMINATED') return 'WALLET_TERMINATED';
    return (await isSystemLocked(this.database.client)) ? 'SYSTEM_LOCKED' : 'WALLET_SUSPENDED';
  }
}
