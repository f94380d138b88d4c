import { Injectable } from '@nestjs/common';
import type { Chain, Environment, KeyIdentity, SealedKey } from '@waiaas/core';
import type { SigningKeys } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import { SealedCaches } from '../../infra/signer/sealed-caches.js';

/** Sealed keys by wallet. What was read is kept until the rows are sealed anew; the signer checks whose it is. */
@Injectable()
export class SigningKeysRepository implements SigningKeys {
  readonly #known = new Map<string, { readonly identity: KeyIdentity; readonly key: SealedKey }>();

  constructor(
    private readonly database: Database,
    caches: SealedCaches,
  ) {
    caches.onReseal(() => this.#known.clear());
  }

  async keyOf(walletId: string): Promise<{ readonly identity: KeyIdentity; readonly key: SealedKey }> {
    const known = this.#known.get(walletId);
    if (known !== undefined) return known;
    const row = await this.database.client.sealedKey.findUniqueOrThrow({ where: { walletId } });
    const entry = {
      identity: { walletId, chain: row.chain as Chain, environment: row.environment as Environment },
      key: { blob: row.blob, address: row.address },
    };
    this.#known.set(walletId, entry);
    return entry;
  }
}
