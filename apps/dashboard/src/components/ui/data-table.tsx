import type { ReactNode } from 'react';

export interface Column<T> {
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  /** Too short to be broken in two: buttons, times. */
  readonly isWhole?: boolean;
}

interface DataTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/**
 * A table where there is room; on a phone each row is a card with the column's name beside each value, which the style sheet puts there:
 * nodes of its own for it would be a third of the page.
 */
export function DataTable<T>({ caption, columns, rows, keyOf }: DataTableProps<T>): ReactNode {
  const [first, ...others] = columns;
  return (
    <div className="card overflow-x-auto">
      <table className="w-full border-collapse text-left max-md:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-sm text-soft">
            {columns.map(({ name, isNumber = false }) => (
              <th key={name} scope="col" className={`px-4 py-3 font-medium ${isNumber ? 'text-right' : ''}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              className="card-row border-b border-line last:border-0 max-md:grid max-md:gap-2 max-md:p-4 md:hover:bg-raised/50"
            >
              <th scope="row" className="px-4 py-3 font-medium max-md:min-w-0 max-md:p-0">
                {first?.cell(row)}
              </th>
              {others.map(({ name, cell, isNumber = false, isWhole = false }) => (
                <td
                  key={name}
                  data-name={name}
                  className={`named-cell px-4 py-3 max-md:grid max-md:min-w-0 max-md:grid-cols-[7rem_minmax(0,1fr)] max-md:items-baseline max-md:gap-3 max-md:p-0 ${isNumber ? 'tabular-nums md:text-right' : ''} ${isWhole ? 'md:whitespace-nowrap' : ''}`}
                >
                  <span className="min-w-0">{cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
