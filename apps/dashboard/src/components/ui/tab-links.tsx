import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface TabLinksProps {
  readonly label: string;
  readonly tabs: readonly { readonly to: string; readonly text: string; readonly isCurrent: boolean }[];
}

/** Parts of one screen, each with an address of its own. */
export function TabLinks({ label, tabs }: TabLinksProps): ReactNode {
  return (
    <nav aria-label={label} className="flex overflow-x-auto sm:gap-1 border-b border-line">
      {tabs.map(({ to, text, isCurrent }) => (
        <Link
          key={to}
          to={to}
          replace
          aria-current={isCurrent ? 'page' : undefined}
          className={`-mb-px flex min-h-11 items-center border-b-2 px-2 whitespace-nowrap max-sm:text-[0.93rem] sm:px-4 ${isCurrent ? 'border-accent font-semibold text-accent' : 'border-transparent text-soft hover:text-ink'}`}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
