import { Injectable } from '@nestjs/common';
import type { Chain } from '@waiaas/core';
import type { Tx } from '../../infra/prisma/database.js';
import { OwnedWalletsRepository, type OwnedWallet } from './owned-wallets.repository.js';

export type { OwnedWallet };

/** Which wallets an address owns now: the answer changes with every change of owner, so nobody keeps it. */
@Injectable()
export class OwnedWallets {
  constructor(private readonly wallets: OwnedWalletsRepository) {}

  /** Living wallets only. */
  async of(owner: { readonly address: string; readonly chain: Chain }, tx?: Tx): Promise<readonly OwnedWallet[]> {
    return this.wallets.findByOwner(owner.chain, owner.address, tx);
  }
}
