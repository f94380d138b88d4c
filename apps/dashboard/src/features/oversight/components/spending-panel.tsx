import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { formatUsd, groupDigits } from '../../../lib/format-amount';
import { byDay, type Day } from '../by-day';
import { oversightQueries } from '../oversight.queries';
import { useOversightText } from '../oversight-text';

// The picture is a file of its own: whoever reads the table does not wait for it.
const DayChart = lazy(async () => ({ default: (await import('./day-chart')).DayChart }));

export function SpendingPanel(): ReactNode {
  const t = useOversightText();
  const query = useQuery(oversightQueries.spending());
  return (
    <Section title={t('spent.chart')}>
      <QueryView query={query}>
        {(history) => {
          if (history.points.length === 0) return <Empty title={t('spent.chart.none')} />;
          const days = byDay(history);
          return (
            <>
              <Suspense
                fallback={<div role="status" aria-label={t('states.loading')} className="grid h-50 rounded-lg bg-raised" />}
              >
                <DayChart days={days} />
              </Suspense>
              <p className="text-sm text-soft">{t('spent.chart.settled')}</p>
              <DayTable days={days} />
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}

/** The same in figures: a canvas says nothing to who cannot see it. */
function DayTable({ days }: { readonly days: readonly Day[] }): ReactNode {
  const t = useOversightText();
  const date = new Intl.DateTimeFormat(t.language, { dateStyle: 'medium' });
  return (
    <details>
      <summary className="text-sm text-soft">{t('spent.chart.table')}</summary>
      <table className="mt-3 w-full text-left text-sm">
        <caption className="sr-only">{t('spent.chart')}</caption>
        <thead>
          <tr className="text-soft">
            <th scope="col" className="pb-1 font-medium">
              {t('spent.chart.date')}
            </th>
            <th scope="col" className="pb-1 text-right font-medium">
              {t('spent.chart.requests')}
            </th>
            <th scope="col" className="pb-1 text-right font-medium">
              {t('spent.chart.usd')}
            </th>
          </tr>
        </thead>
        <tbody>
          {days
            .filter(({ requests, usd }) => requests > 0 || usd > 0)
            .toReversed()
            .map(({ at, usd, requests }) => (
              <tr key={at}>
                <th scope="row" className="py-0.5 font-normal">
                  {date.format(at * 1000)}
                </th>
                <td className="py-0.5 text-right tabular-nums">{groupDigits(String(requests))}</td>
                <td className="py-0.5 text-right tabular-nums">{formatUsd(usd)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
