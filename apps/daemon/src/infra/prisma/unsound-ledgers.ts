import { isSoundSql, coveredTable } from './covered-sql.js';
import { quoted } from './insert-rows.js';
import type { LedgerNotes } from './ledger-notes.js';
import { valuesOf } from './ledger-triggers.js';
import type { Columns, Statements } from './statements.js';
import { SUMMED_TABLES, type SummedTable } from './summed-tables.js';
import type { UnsoundRow } from './unsound-rows.js';

/** The name under which the ledger of a wallet stands among the rows that are not what the daemon wrote. */
export const LEDGER = 'ledger';

/** Arguments: the totals of what counts of a wallet, from a moment on. Both are SQL. */
function totalsSql(wallet: string, since: string): string {
  const total = (table: SummedTable): string =>
    `(SELECT ledger_total('${table.name}', ${valuesOf(table, quoted(table.name))}) FROM ${quoted(table.name)}
      WHERE wallet_id = ${wallet} AND ${table.counts(since)})`;
  return SUMMED_TABLES.map(total).join(', ');
}

const BROKEN = `SELECT wallets.id AS id FROM wallets LEFT JOIN ledger_sums ON ledger_sums.wallet_id = wallets.id
  WHERE NOT ledger_is(ledger_sums.sums, ${totalsSql('wallets.id', 'ledger_since(ledger_sums.sums)')}) ORDER BY wallets.id`;

/**
 * Wallets of whose ledger a row is missing, too many or changed, by all rows that a window can reach. Needs the key, and a look at every
 * one of these rows.
 */
export function findUnsoundLedgers(statements: Statements): readonly UnsoundRow[] {
  return statements.all(BROKEN, []).map((row) => {
    const walletId = String(row['id']);
    return { table: LEDGER, id: walletId, walletId, stops: (id: string) => id === walletId };
  });
}

/** What stands in the ledger of a wallet, for people, and one text that is another one after any change. */
export function ledgerOf(statements: Statements, walletId: string): { readonly columns: Columns; readonly text: string } {
  const [columns = {}] = statements.all(
    `SELECT (SELECT COUNT(*) FROM ledger_entries WHERE wallet_id = wallets.id AND state = 'OPEN') AS open_lines,
      (SELECT COUNT(*) FROM ledger_entries WHERE wallet_id = wallets.id AND state = 'SETTLED') AS settled_lines,
      (SELECT COUNT(*) FROM ledger_hours WHERE wallet_id = wallets.id) AS hours,
      (SELECT COUNT(*) FROM attempts WHERE wallet_id = wallets.id) AS attempts,
      (SELECT COUNT(*) FROM nonce_reservations WHERE wallet_id = wallets.id) AS nonces
     FROM wallets WHERE id = ?`,
    [walletId],
  );
  const totals = totalsSql('wallets.id', '0');
  const [found] = statements.all(`SELECT json_array(${totals}) AS text FROM wallets WHERE id = ?`, [walletId]);
  return { columns, text: String(found?.['text']) };
}

/** Takes the ledger of a wallet as it stands. */
export function takeLedger(statements: Statements, walletId: string): void {
  statements.run(
    `INSERT INTO ledger_sums (wallet_id, sums) SELECT id, ledger_sums_of(NULL, ${totalsSql('wallets.id', '0')}) FROM wallets WHERE id = ?
     ON CONFLICT (wallet_id) DO UPDATE SET sums = excluded.sums`,
    [walletId],
  );
}

/** Reckons in what moved while there was no key. To be called after the rows of the sums have their MAC again. */
export function settleLedgers(statements: Statements, notes: LedgerNotes): void {
  const sound = isSoundSql(coveredTable('ledger_sums'));
  const totals = totalsSql('ledger_sums.wallet_id', 'ledger_since(ledger_sums.sums)');
  for (const walletId of notes.wallets) {
    for (const table of SUMMED_TABLES) {
      const values = valuesOf(table, quoted(table.name));
      statements.all(`SELECT ledger_stands('${table.name}', ${values}) FROM ${quoted(table.name)} WHERE wallet_id = ?`, [
        walletId,
      ]);
    }
    statements.run(
      `UPDATE ledger_sums SET sums = ledger_sums_of(sums, ${totals})
       WHERE wallet_id = ? AND ${sound} AND ledger_explains(wallet_id, sums, ${totals})`,
      [walletId],
    );
  }
}
