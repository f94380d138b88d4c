import type { ExposureReport } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { DataTable } from '../../../components/ui/data-table';
import { Facts } from '../../../components/ui/facts';
import { Section } from '../../../components/ui/page';
import { ExactTime, Time } from '../../../components/ui/time';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

export function Counters({ report }: { readonly report: ExposureReport }): ReactNode {
  const t = useT();
  return (
    <Section title={t('network.seen')}>
      <Facts
        facts={[
          { name: t('network.hostRefusals'), value: report.hostRefusals24h },
          { name: t('network.originRefusals'), value: report.originRefusals24h },
          { name: t('network.forwarded'), value: report.ignoredForwardedHeaders24h },
          { name: t('network.tls'), value: report.tls.via === null ? t('states.none') : safeText(report.tls.via) },
          { name: t('network.asOf'), value: <ExactTime at={report.asOf} /> },
        ]}
      />
      {report.peersOffLoopback.length > 0 && (
        <DataTable
          caption={t('network.peers')}
          columns={[
            { name: t('network.peers'), cell: ({ address }) => <code>{safeText(address)}</code> },
            { name: t('network.count'), cell: ({ count }) => count, isNumber: true },
            { name: t('network.last'), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} />, isNumber: true },
          ]}
          rows={report.peersOffLoopback}
          keyOf={({ address }) => address}
        />
      )}
    </Section>
  );
}
