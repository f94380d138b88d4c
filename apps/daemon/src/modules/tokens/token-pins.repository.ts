import { Injectable } from '@nestjs/common';
import type { NetworkName, TokenFacts, TokenIdentity } from '@waiaas/core';
import { Database, type Tx } from '../../infra/prisma/database.js';

export interface TokenPin extends TokenIdentity {
  readonly network: NetworkName;
  readonly address: string;
}

interface Stored {
  readonly decimals: number;
  readonly standard: string;
  readonly extensions: string;
}

const SELECT = { decimals: true, standard: true, extensions: true } as const;

/** What tokens were counted and handled by when they were first used. */
@Injectable()
export class TokenPinsRepository {
  constructor(private readonly database: Database) {}

  async find(network: NetworkName, address: string): Promise<TokenIdentity | undefined> {
    const where = { network_address: { network, address } };
    const row = await this.database.client.tokenPin.findUnique({ where, select: SELECT });
    return row === null ? undefined : identityOf(row);
  }

  /** Pins a token unless somebody just did; gives what is pinned now. */
  async pinFirst(pin: TokenPin, now: number): Promise<TokenIdentity> {
    return this.database.transaction(async (tx) => identityOf(await upsert(tx, pin, now, false)));
  }
}

/** Pins a token anew, whatever was pinned: for the admin, who has seen the difference. */
export async function pinAnew(tx: Tx, pin: TokenPin, now: number): Promise<void> {
  await upsert(tx, pin, now, true);
}

async function upsert(tx: Tx, { network, address, ...identity }: TokenPin, now: number, isAnew: boolean): Promise<Stored> {
  const row = { ...storedOf(identity), pinnedAt: BigInt(now) };
  return tx.tokenPin.upsert({
    where: { network_address: { network, address } },
    create: { network, address, ...row },
    update: isAnew ? row : {},
    select: SELECT,
  });
}

function storedOf({ decimals, standard, extensions }: TokenIdentity): Stored {
  return { decimals, standard, extensions: [...(extensions ?? [])].sort().join(' ') };
}

function identityOf({ decimals, standard, extensions }: Stored): TokenIdentity {
  const names = extensions === '' ? {} : { extensions: extensions.split(' ') };
  return { decimals, standard: standard as TokenFacts['standard'], ...names };
}
