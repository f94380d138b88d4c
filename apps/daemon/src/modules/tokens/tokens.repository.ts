import { Injectable } from '@nestjs/common';
import type { NetworkName, TokenIdentity } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { RegisteredToken } from './builtin-tokens.js';
import { pinAnew } from './token-pins.repository.js';

export interface CustomToken extends RegisteredToken {
  readonly id: string;
  readonly network: NetworkName;
  /** What the chain says of it now, which it is held to from now on. */
  readonly onChain: TokenIdentity;
}

const SELECT = { id: true, address: true, symbol: true, name: true, decimals: true } as const;

@Injectable()
export class TokensRepository {
  constructor(private readonly database: Database) {}

  async list(network: NetworkName): Promise<readonly RegisteredToken[]> {
    return this.database.client.token.findMany({
      where: { network },
      orderBy: [{ symbol: 'asc' }, { address: 'asc' }],
      select: SELECT,
    });
  }

  async find(network: NetworkName, address: string): Promise<RegisteredToken | undefined> {
    const row = await this.database.client.token.findUnique({ where: { network_address: { network, address } }, select: SELECT });
    return row ?? undefined;
  }

  /** The id of the row, which a second registration of the same token keeps. */
  async put(tx: Tx, token: CustomToken, now: number): Promise<string> {
    const { id, network, address, symbol, name, decimals, onChain } = token;
    await pinAnew(tx, { ...onChain, network, address }, now);
    const row = await tx.token.upsert({
      where: { network_address: { network, address } },
      create: { id, network, address, symbol, name, decimals, createdAt: BigInt(now) },
      update: { symbol, name, decimals },
      select: { id: true },
    });
    return row.id;
  }

  async remove(tx: Tx, network: NetworkName, address: string): Promise<boolean> {
    return (await tx.token.deleteMany({ where: { network, address } })).count === 1;
  }
}
