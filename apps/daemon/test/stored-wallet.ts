import type { Database } from '../src/infra/prisma/database.js';
import { UuidV7Source } from '../src/common/time/id-source.js';

const ids = new UuidV7Source();

export interface StoredWalletTraits {
  readonly id?: string;
  readonly name?: string;
  readonly chain?: 'ethereum' | 'solana';
  readonly environment?: 'mainnet' | 'testnet';
  readonly address?: string;
  readonly status?: 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';
  readonly ownerAddress?: string;
  readonly ownerState?: 'NONE' | 'GRACE' | 'LOCKED';
}

/** A wallet row as the wallets module would have left it. */
export async function storeWallet(database: Database, traits: StoredWalletTraits = {}): Promise<string> {
  const id = traits.id ?? ids.next();
  await database.client.wallet.create({
    data: {
      id,
      name: 'wallet',
      chain: 'ethereum',
      environment: 'testnet',
      address: '0x52908400098527886E0F7030069857D2E4169EE7',
      status: 'ACTIVE',
      policyPreset: 'none',
      createdAt: 1n,
      updatedAt: 1n,
      ...traits,
    },
  });
  return id;
}
