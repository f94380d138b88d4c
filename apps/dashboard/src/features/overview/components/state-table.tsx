import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { groupDigits } from '../../../lib/format-amount';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { overviewQueries } from '../overview.queries';
import { stateShares, type StateShare } from '../state-shares';

/** A table whose rows are bars: the picture and its figures are one thing. */
export function StateTable(): ReactNode {
  const t = useT();
  const query = useQuery(overviewQueries.stats());
  return (
    <Section title={t('overview.states')}>
      <QueryView query={query}>
        {({ transactions }) => {
          const shares = stateShares(transactions.total, transactions.last24h);
          if (shares.length === 0) return <Empty title={t('overview.recent.none')} />;
          return (
            <table className="w-full text-left text-sm">
              <caption className="sr-only">{t('overview.states')}</caption>
              <thead>
                <tr className="text-soft">
                  <th scope="col" className="pb-2 font-medium">
                    {t('approvals.state')}
                  </th>
                  <th scope="col" className="pb-2 pl-4 text-right font-medium whitespace-nowrap">
                    {t('overview.states.today')}
                  </th>
                  <th scope="col" className="pb-2 pl-4 text-right font-medium whitespace-nowrap">
                    {t('overview.states.total')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {shares.map((share) => (
                  <Row key={share.state} share={share} />
                ))}
              </tbody>
            </table>
          );
        }}
      </QueryView>
    </Section>
  );
}

const GOOD = new Set(['CONFIRMED', 'SIGNED']);
const BAD = new Set(['DENIED', 'FAILED']);

function colorOf(state: string): string {
  if (GOOD.has(state)) return 'fill-accent';
  return BAD.has(state) ? 'fill-danger' : 'fill-warn';
}

function Row({ share: { state, today, total, percent } }: { readonly share: StateShare }): ReactNode {
  const t = useT();
  const name = `status.${state}`;
  return (
    <tr>
      <th scope="row" className="w-full py-1.5 font-normal">
        <span className="grid gap-1">
          {isMessageKey(name) ? t(name) : safeText(state)}
          <svg viewBox="0 0 100 2" preserveAspectRatio="none" className="h-1.5 w-full" aria-hidden="true">
            <rect width={percent} height="2" rx="1" className={colorOf(state)} />
          </svg>
        </span>
      </th>
      <td className="py-1.5 pl-4 text-right align-top tabular-nums">{groupDigits(String(today))}</td>
      <td className="py-1.5 pl-4 text-right align-top tabular-nums">{groupDigits(String(total))}</td>
    </tr>
  );
}
