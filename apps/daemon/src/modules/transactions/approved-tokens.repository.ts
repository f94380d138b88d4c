import { Injectable } from '@nestjs/common';
import { isSameAddress, networkOf, type NetworkName } from '@waiaas/core';
import type { StoredDecision } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';

const LOOKED_AT = 50;

/** Which tokens a wallet has granted allowances of, by its own rows that went through. */
@Injectable()
export class ApprovedTokensRepository {
  constructor(private readonly database: Database) {}

  async among(walletId: string, network: NetworkName, tokens: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(tokens.map(async (token) => this.#hasApproved(walletId, network, token)));
    return tokens.filter((_, index) => found[index]);
  }

  /** The text of a decision names each operation it was made on; which of the rows are about this token is read from there. */
  async #hasApproved(walletId: string, network: NetworkName, token: string): Promise<boolean> {
    const rows = await this.database.client.transaction.findMany({
      where: { walletId, network, status: { in: ['SUBMITTED', 'CONFIRMED', 'SIGNED'] }, decision: { contains: token } },
      orderBy: { id: 'desc' },
      take: LOOKED_AT,
      select: { decision: true },
    });
    const { chain } = networkOf(network);
    return rows.some(({ decision }) =>
      (JSON.parse(decision) as StoredDecision).operations.some(
        ({ kind, asset, isRevocation }) =>
          kind === 'APPROVE' && !isRevocation && asset !== null && isSameAddress(chain, asset, token),
      ),
    );
  }
}
