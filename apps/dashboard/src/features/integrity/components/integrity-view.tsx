import { useQuery } from '@tanstack/react-query';
import type { IntegrityReport } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { isProgram } from '../altered-words';
import { useAdopt } from '../integrity.mutations';
import { integrityQueries } from '../integrity.queries';
import { useIntegrityText } from '../integrity-text';
import { AdoptButton } from './adopt-button';
import { AlteredRowCard } from './altered-row';

interface WaysOutProps {
  readonly report: IntegrityReport;
  readonly adopt: ReturnType<typeof useAdopt>;
}

/** In the order in which a careful person goes: find out, go back, and only then take what stands. */
function WaysOut({ report, adopt }: WaysOutProps): ReactNode {
  const t = useIntegrityText();
  const hasPrograms = report.rows.some(isProgram);
  return (
    <Section title={t('out.title')}>
      <ol className="grid list-decimal gap-4 pl-5">
        <li>{t('out.find')}</li>
        <li className="min-w-0">
          {t('out.restore')}
          <code className="mt-1 block rounded-lg bg-raised p-2 text-sm break-all">waiaas restore …</code>
        </li>
        <li>
          <div className="grid gap-3">
            {t('out.adopt')}
            {hasPrograms ? <Notice tone="warn" title={t('out.programs')} /> : <AdoptButton report={report} adopt={adopt} />}
          </div>
        </li>
      </ol>
    </Section>
  );
}

function Altered({ report, adopt }: WaysOutProps): ReactNode {
  const t = useIntegrityText();
  const { rows, total } = report;
  return (
    <>
      <WaysOut report={report} adopt={adopt} />
      <section aria-label={t('altered.title')} className="grid gap-3">
        <h2>{t('altered.title')}</h2>
        {total > rows.length && <p className="text-soft">{t('altered.some', { count: rows.length, total })}</p>}
        <ul className="grid gap-3">
          {rows.map((row) => (
            <AlteredRowCard key={`${row.table} ${row.id}`} row={row} />
          ))}
        </ul>
      </section>
    </>
  );
}

export function IntegrityView(): ReactNode {
  const t = useIntegrityText();
  const query = useQuery(integrityQueries.report());
  const adopt = useAdopt();
  return (
    <>
      {adopt.data !== undefined && (
        <div role="status">
          <Notice tone="info" title={t('adopt.done', { ...adopt.data })} />
        </div>
      )}
      <QueryView query={query}>
        {(report) =>
          report.isSound ? (
            <Empty title={t('altered.none')}>{t('altered.none.lead')}</Empty>
          ) : (
            <Altered report={report} adopt={adopt} />
          )
        }
      </QueryView>
    </>
  );
}
