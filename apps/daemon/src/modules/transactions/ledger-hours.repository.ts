import type { LedgerEntry } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';
import { readTotals, type TotalsColumns } from '../../infra/prisma/decision-reads.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { updateRows } from '../../infra/prisma/update-rows.js';

const HOUR_SECONDS = 3600n;

export function hourOf(at: bigint): bigint {
  return (at / HOUR_SECONDS) * HOUR_SECONDS;
}

interface Change {
  readonly line: LedgerEntry;
  requests: number;
  usdMicros: bigint;
  unvalued: bigint;
}

type Totals = Pick<TotalsColumns, 'requests' | 'usd_micros' | 'unvalued'>;

/** What lines that come and go do to the totals of their hours: summed up first, so that each total is read and written once. */
export class HourChanges {
  readonly #changes = new Map<string, Change>();

  add(line: LedgerEntry, sign: 1 | -1): void {
    const key = keyOf(line.walletId, hourOf(line.at), bucketOf(line));
    const change = this.#changes.get(key) ?? { line, requests: 0, usdMicros: 0n, unvalued: 0n };
    const [usdMicros, unvalued] = line.status === 'CONFIRMED' ? valueOf(line) : [0n, 0n];
    change.requests += line.line === 0 ? sign : 0;
    change.usdMicros += BigInt(sign) * usdMicros;
    change.unvalued += BigInt(sign) * unvalued;
    this.#changes.set(key, change);
  }

  async write(tx: Tx): Promise<void> {
    if (this.#changes.size === 0) return;
    const present = await this.#present(tx);
    const fresh: Change[] = [];
    for (const [key, change] of this.#changes) {
      const before = present.get(key);
      if (before === undefined) fresh.push(change);
      else await updateRows(tx, 'ledger_hours', { ...totals(change, before) }, keyColumns(change.line));
    }
    await insertRows(tx, 'ledger_hours', fresh.map(newColumns));
  }

  async #present(tx: Tx): Promise<ReadonlyMap<string, Totals>> {
    const lines = [...this.#changes.values()].map(({ line }) => line);
    const wallets = [...new Set(lines.map(({ walletId }) => walletId))];
    const hours = [...new Set(lines.map(({ at }) => hourOf(at)))];
    const rows = await readTotals(tx, wallets, hours);
    return new Map(rows.map((row) => [keyOf(row.wallet_id, row.hour, row.bucket), row]));
  }
}

function keyOf(walletId: string, hour: bigint, bucket: string): string {
  return JSON.stringify([walletId, hour.toString(), bucket]);
}

function bucketOf(line: LedgerEntry): string {
  return [line.network, line.asset ?? '', line.sessionId ?? '', line.category ?? ''].join('|');
}

function keyColumns(line: LedgerEntry) {
  return { wallet_id: line.walletId, hour: hourOf(line.at), bucket: bucketOf(line) };
}

function newColumns(change: Change) {
  const { line } = change;
  return {
    ...keyColumns(line),
    chain: line.chain,
    network: line.network,
    asset: line.asset ?? '',
    session_id: line.sessionId ?? '',
    category: line.category ?? '',
    ...totals(change, { requests: 0, usd_micros: '0', unvalued: '0' }),
  };
}

function totals(change: Change, before: Totals): Totals {
  return {
    requests: before.requests + change.requests,
    usd_micros: (BigInt(before.usd_micros) + change.usdMicros).toString(),
    unvalued: (BigInt(before.unvalued) + change.unvalued).toString(),
  };
}

/** What a line adds: its USD value, or its amount where it has none. */
function valueOf(line: LedgerEntry): readonly [usdMicros: bigint, unvalued: bigint] {
  return line.usdMicros === null ? [0n, BigInt(line.amount ?? '0')] : [BigInt(line.usdMicros), 0n];
}
