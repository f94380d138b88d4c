export type Figures = Readonly<Record<string, number>>;

export interface Run {
  readonly machine: string;
  readonly figures: Figures;
}

/** What `--save` has written, and nothing else. */
export function runOf(text: string): Run {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && 'figures' in value && 'machine' in value) return value as Run;
  throw new Error('this is no saved run of the bench');
}

/** One line for each figure, beside the same one of a saved run where there is one. */
export function tableOf({ machine, figures }: Run, saved: Run | undefined): string {
  const lines = Object.entries(figures).map(([name, value]) => [name, String(value), ...beside(value, saved?.figures[name])]);
  const heads = saved === undefined ? [] : [['', 'now', 'saved', 'change']];
  const widths = [0, 1, 2].map((column) => Math.max(0, ...[...heads, ...lines].map((line) => (line[column] ?? '').length)));
  const rows = [...heads, ...lines].map((line) =>
    line.map((cell, column) => padded(cell, column, widths[column] ?? 0)).join('  '),
  );
  const other = saved === undefined || saved.machine === machine ? [] : [`saved on ${saved.machine}`];
  return [machine, ...other, ...rows].join('\n');
}

function beside(now: number, before: number | undefined): readonly string[] {
  if (before === undefined) return [];
  const change = before === 0 ? '' : `${now >= before ? '+' : ''}${((now / before - 1) * 100).toFixed(0)} %`;
  return [String(before), change];
}

function padded(cell: string, column: number, width: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
