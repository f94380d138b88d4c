import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { Counters } from '../features/exposure/components/counters';
import { Findings } from '../features/exposure/components/findings';
import { ReachPicture } from '../features/exposure/components/reach-picture';
import { exposureQueries } from '../features/exposure/exposure.queries';
import { useT } from '../lib/i18n';

export function Network(): ReactNode {
  const t = useT();
  const query = useQuery(exposureQueries.report());
  return (
    <Page title={t('network.title')} lead={t('network.lead')}>
      <QueryView query={query}>
        {(report) => (
          <>
            <Findings findings={report.findings} />
            <ReachPicture report={report} />
            <Counters report={report} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
