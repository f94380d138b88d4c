import type { AlteredRow } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../../components/ui/badge';
import { Facts } from '../../../components/ui/facts';
import { safeText } from '../../../lib/safe-text';
import { whatItIs, whatItStops } from '../altered-words';
import { useIntegrityText } from '../integrity-text';

const shown = (value: string | number | null): string => (value === null ? '–' : safeText(String(value), 500));

function Contents({ columns }: { readonly columns: NonNullable<AlteredRow['columns']> }): ReactNode {
  const t = useIntegrityText();
  const facts = Object.entries(columns).map(([name, value]) => ({
    name: safeText(name, 60),
    value: <span className="font-mono text-sm break-all">{shown(value)}</span>,
  }));
  return (
    <details>
      <summary>{t('altered.contents')}</summary>
      <div className="mt-3 rounded-lg bg-raised p-4">
        <Facts facts={facts} />
      </div>
    </details>
  );
}

/** One of them: what it is, what stands still because of it, and what it holds now. */
export function AlteredRowCard({ row }: { readonly row: AlteredRow }): ReactNode {
  const t = useIntegrityText();
  const { id, walletId, isRemoved, columns } = row;
  return (
    <li className="card grid min-w-0 gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3>{whatItIs(row, t)}</h3>
        {isRemoved && <Badge tone="warn">{t('altered.removed')}</Badge>}
      </div>
      <p>{whatItStops(row, t)}</p>
      <Facts
        facts={[
          { name: t('altered.id'), value: <code className="text-sm break-all">{id === '' ? '–' : safeText(id, 200)}</code> },
          ...(walletId === null
            ? []
            : [
                {
                  name: t('altered.wallet'),
                  value: (
                    <Link to={`/wallets/${encodeURIComponent(walletId)}`} className="text-accent underline underline-offset-4">
                      {safeText(walletId, 60)}
                    </Link>
                  ),
                },
              ]),
        ]}
      />
      {columns !== null && <Contents columns={columns} />}
    </li>
  );
}
