import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { Banners } from '../features/overview/components/banners';
import { FirstSteps } from '../features/overview/components/first-steps';
import { ExposureNote } from '../features/overview/components/exposure-note';
import { HealthList } from '../features/overview/components/health-list';
import { RecentList } from '../features/overview/components/recent-list';
import { StateTable } from '../features/overview/components/state-table';
import { StatusTiles } from '../features/overview/components/status-tiles';
import { LimitsPanel } from '../features/oversight/components/limits-panel';
import { SpendingPanel } from '../features/oversight/components/spending-panel';
import { ValuePanel } from '../features/oversight/components/value-panel';
import { overviewQueries } from '../features/overview/overview.queries';
import { useT } from '../lib/i18n';

export function Overview(): ReactNode {
  const t = useT();
  const query = useQuery(overviewQueries.status());
  return (
    <Page title={t('overview.title')}>
      <QueryView query={query}>
        {(status) => (
          <>
            <Banners banners={status.banners} />
            <ExposureNote findings={status.exposureFindings} />
            <StatusTiles status={status} />
            <FirstSteps status={status} />
            <div className="grid gap-6 xl:grid-cols-2">
              <ValuePanel />
              <SpendingPanel />
            </div>
            <LimitsPanel />
            <div className="grid items-start gap-6 xl:grid-cols-2">
              <div className="grid gap-6">
                <RecentList transactions={status.recentTransactions} />
                <StateTable />
              </div>
              <HealthList status={status} />
            </div>
          </>
        )}
      </QueryView>
    </Page>
  );
}
