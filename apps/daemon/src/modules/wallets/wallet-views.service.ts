import { Injectable } from '@nestjs/common';
import type { WalletDetail } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import { WalletCeiling } from './wallet-ceiling.service.js';
import { toWalletDetail } from './wallets.mapper.js';
import { type StoredWallet, WalletsRepository } from './wallets.repository.js';

/** A wallet as the API shows it, for the answers of other modules' routes. */
@Injectable()
export class WalletViews {
  constructor(
    private readonly wallets: WalletsRepository,
    private readonly ceilings: WalletCeiling,
  ) {}

  async detail(id: string): Promise<WalletDetail> {
    const wallet = await this.wallets.find(id);
    if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
    return this.show(wallet);
  }

  async show(wallet: StoredWallet): Promise<WalletDetail> {
    return toWalletDetail(wallet, await this.ceilings.find(wallet.id));
  }
}
