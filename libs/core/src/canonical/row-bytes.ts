/** What a column of a database row can hold. */
export type RowValue = string | number | bigint | Uint8Array | null;

/**
 * One text for a list of column values, and no other list has the same one: each value says its type and where it ends. Values are
 * told apart as the database does, so the number 1 and the text `1` differ.
 *
 * @example rowBytes(['wallets', 'w1', null, 5n]) // 't7:walletst2:w1n;i5;'
 */
export function rowBytes(values: readonly RowValue[]): string {
  let text = '';
  for (const value of values) text += valueBytes(value);
  return text;
}

function valueBytes(value: RowValue): string {
  if (value === null) return 'n;';
  if (typeof value === 'string') return `t${value.length}:${value}`;
  if (typeof value === 'bigint') return `i${value};`;
  if (typeof value === 'number') return `r${value};`;
  return `b${value.length}:${value.join(',')};`;
}
