import { Injectable } from '@nestjs/common';
import { DomainError, type GasPrice, type NetworkName } from '@waiaas/core';
import { meetsGas, type TransactionRow } from '@waiaas/pipeline';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { WaitingRowsRepository } from './waiting-rows.repository.js';

/** Rows that need wait no longer: their delay or patience is over, or the price of gas is what they waited for. */
@Injectable()
export class DueRows {
  constructor(
    private readonly rows: WaitingRowsRepository,
    private readonly chains: ChainRegistry,
    private readonly clock: Clock,
  ) {}

  async byNetwork(nowSeconds: number): Promise<readonly (readonly TransactionRow[])[]> {
    // Nothing is released while nobody can tell how late it is. What has expired may end: that pays nobody.
    if (this.clock.isInDoubt()) return [...groups(await this.rows.expired(nowSeconds)).values()];
    const affordable = await this.#affordable(await this.rows.forGas(nowSeconds));
    return [...groups([...(await this.rows.due(nowSeconds)), ...affordable]).values()];
  }

  /** Whether the wallet of a row is active, and its session not held. */
  async mayRun(row: TransactionRow): Promise<boolean> {
    return (await this.rows.isOfActiveWallet(row)) && !(await this.rows.isOfHeldSession(row));
  }

  /** One question per network, however many rows wait there. */
  async #affordable(waiting: readonly TransactionRow[]): Promise<readonly TransactionRow[]> {
    const found = await Promise.all(
      [...groups(waiting)].map(async ([network, rows]) => {
        const price = await this.#gasPrice(network);
        return price === undefined ? [] : rows.filter((row) => meetsGas(row.intent.gasCondition, price));
      }),
    );
    return found.flat();
  }

  async #gasPrice(network: NetworkName): Promise<GasPrice | undefined> {
    try {
      return await this.chains.port(network).gasPrice();
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }
}

function groups(rows: readonly TransactionRow[]): ReadonlyMap<NetworkName, readonly TransactionRow[]> {
  const found = new Map<NetworkName, TransactionRow[]>();
  for (const row of rows) found.set(row.network, [...(found.get(row.network) ?? []), row]);
  return found;
}
