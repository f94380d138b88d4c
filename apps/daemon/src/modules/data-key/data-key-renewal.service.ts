import { Inject, Injectable } from '@nestjs/common';
import type { DataKeyPort, SealedValue } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { SealedColumn, SealedText } from '../../infra/prisma/sealed-texts.js';
import { SealedCaches } from '../../infra/signer/sealed-caches.js';
import { DATA_KEY } from '../../infra/signer/signer.token.js';
import { AuditService } from '../audit/audit.service.js';
import { SEALED_PLACES, SealedRowsRepository } from './sealed-rows.repository.js';

/** Few enough that no payment waits for the turn of one batch. */
const BATCH = 64;
/** What was sealed under the earlier key a moment before it was replaced may be on its way to its row; no request takes this long. */
const GRACE_SECONDS = 300;

/**
 * What follows a new data key: every row is sealed anew, batch by batch, then the earlier key goes.
 *
 * All there is to remember stands in the rows: the vault holds an earlier key, or not, and each value names its generation. So it goes on
 * after any crash where it stopped. The earlier key goes in the very transaction that finds no row in need of it.
 */
@Injectable()
export class DataKeyRenewal {
  /** Monotonic, so that neither a clock set forward nor a machine put to sleep ends the grace early. */
  #renewedAtMs: number | undefined;
  #reported: string | undefined;
  #carryOn: () => void = () => undefined;

  constructor(
    @Inject(DATA_KEY) private readonly keys: DataKeyPort,
    private readonly rows: SealedRowsRepository,
    private readonly database: Database,
    private readonly caches: SealedCaches,
    private readonly audit: AuditService,
    private readonly log: Logger,
  ) {}

  /** To be told before a renewal: from then on this process may have sealed under the key that goes. */
  expect(): void {
    this.#renewedAtMs = performance.now();
  }

  /** To be told after one, whatever came of it. */
  follow(): void {
    this.#carryOn();
  }

  whenFollowed(carryOn: () => void): void {
    this.#carryOn = carryOn;
  }

  /** Seconds until another renewal may be asked for; 0: now. */
  waitSeconds(): number {
    return this.keys.holdsEarlier() ? Math.max(1, this.#graceSeconds()) : 0;
  }

  /** Seals what needs it anew, and retires the earlier key once nothing needs it. Throws `KEYSTORE_LOCKED` while the signer is. */
  async proceed(): Promise<void> {
    if (!this.keys.holdsEarlier()) return;
    const generation = this.keys.generation();
    const unopened: string[] = [];
    for (const place of SEALED_PLACES) unopened.push(...(await this.#resealPlace(place, generation)));
    this.caches.forget();
    if (unopened.length > 0) this.#report(unopened);
    else if (this.#graceSeconds() <= 0) await this.#retire(generation);
  }

  async #resealPlace(place: SealedColumn, generation: number): Promise<readonly string[]> {
    const unopened: string[] = [];
    let after = '';
    for (;;) {
      const rows = await this.rows.earlier(place, generation, { after, limit: BATCH });
      unopened.push(...(await this.#resealRows(place, rows)));
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return unopened;
      after = last.id;
    }
  }

  async #resealRows(place: SealedColumn, rows: readonly SealedText[]): Promise<readonly string[]> {
    if (rows.length === 0) return [];
    const sealed = await this.keys.reseal(rows.map((row) => valueOf(place, row)));
    await this.database.transaction(async (tx) => {
      for (const [index, row] of rows.entries()) {
        const anew = sealed[index] ?? null;
        if (anew !== null) await this.rows.replace(tx, place, row, anew);
      }
    });
    return rows.filter((_, index) => (sealed[index] ?? null) === null).map(({ id }) => `${place.table} ${id}`);
  }

  async #retire(generation: number): Promise<void> {
    let isNeeded = false;
    try {
      await this.keys.retireEarlier(async (transaction) => {
        const tx = transaction as Tx;
        isNeeded = await this.rows.isEarlierNeeded(tx, generation);
        if (isNeeded) throw new Error('a row was sealed under the earlier data key meanwhile');
        await this.audit.append(tx, {
          eventType: 'DATA_KEY_RETIRED',
          actor: 'system',
          details: { generation: generation - 1 },
          severity: 'info',
        });
      });
    } catch (error) {
      // Found at the next turn.
      if (!isNeeded) throw error;
    }
  }

  #graceSeconds(): number {
    if (this.#renewedAtMs === undefined) return 0;
    return Math.ceil(GRACE_SECONDS - (performance.now() - this.#renewedAtMs) / 1000);
  }

  // A row that opens under no key is damaged. As long as it stands there the earlier key stays too: it may be wanted for a repair.
  #report(unopened: readonly string[]): void {
    const line = `rows that do not open keep the earlier data key in the vault: ${unopened.slice(0, 10).join(', ')}`;
    if (line !== this.#reported) this.log.error(line, undefined);
    this.#reported = line;
  }
}

function valueOf({ table, column }: SealedColumn, { id, sealed }: SealedText): SealedValue {
  return { context: { table, rowId: id, column }, sealed };
}
