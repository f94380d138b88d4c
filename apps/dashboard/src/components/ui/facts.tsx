import type { ReactNode } from 'react';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

interface FactsProps {
  readonly facts: readonly Fact[];
  /** Each value below its name, however wide the page is. */
  readonly isNarrow?: boolean;
}

/** Names and values, side by side where there is room. */
export function Facts({ facts, isNarrow = false }: FactsProps): ReactNode {
  const [list, row] = isNarrow
    ? ['gap-y-3', '']
    : ['gap-x-6 gap-y-3 sm:grid-cols-[minmax(8rem,auto)_1fr]', 'gap-x-6 sm:col-span-2 sm:grid-cols-subgrid sm:items-baseline'];
  return (
    <dl className={`grid ${list}`}>
      {facts.map(({ name, value }) => (
        <div key={name} className={`grid gap-y-0.5 ${row}`}>
          <dt className="text-sm text-soft">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
