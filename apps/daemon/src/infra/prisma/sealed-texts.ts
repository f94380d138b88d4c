import type { Tx } from './database.js';

/** A column that may hold sealed text, and the column that names its rows. */
export interface SealedColumn {
  readonly table: string;
  readonly idColumn: string;
  readonly column: string;
}

export interface SealedText {
  readonly id: string;
  readonly sealed: string;
}

/** `<kind>.1.<generation>.…`; the dot ends the number, so that 1 is not found in 12. */
const HEADS = ['wkey.1.', 'wval.1.', 'waud.1.'];

/** The next rows in the order of their ids whose sealed text is not of this generation. */
export function earlierTexts(
  client: Pick<Tx, '$queryRawUnsafe'>,
  { table, idColumn, column }: SealedColumn,
  generation: number,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly SealedText[]> {
  return client.$queryRawUnsafe<SealedText[]>(
    `SELECT "${idColumn}" AS id, "${column}" AS sealed FROM "${table}"
     WHERE ${isEarlier(column)} AND "${idColumn}" > ? ORDER BY "${idColumn}" LIMIT ?`,
    ...valuesOf(generation),
    page.after,
    page.limit,
  );
}

/** Whether any row still needs an earlier generation. */
export async function hasEarlierText(
  client: Pick<Tx, '$queryRawUnsafe'>,
  place: SealedColumn,
  generation: number,
): Promise<boolean> {
  return (await earlierTexts(client, place, generation, { after: '', limit: 1 })).length > 0;
}

function isEarlier(column: string): string {
  return `substr("${column}", 1, 7) IN (${HEADS.map(() => '?').join(', ')}) AND substr("${column}", 8, ?) <> ?`;
}

function valuesOf(generation: number): readonly (string | number)[] {
  const mark = `${generation}.`;
  return [...HEADS, mark.length, mark];
}
