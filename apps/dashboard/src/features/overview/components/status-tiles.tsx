import { useQuery } from '@tanstack/react-query';
import type { AdminStatus } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useT } from '../../../lib/i18n';
import { overviewQueries } from '../overview.queries';

interface TileProps {
  readonly name: string;
  readonly value: number;
  readonly note?: string | undefined;
  readonly isLoud?: boolean;
}

function Tile({ name, value, note, isLoud = false }: TileProps): ReactNode {
  return (
    <div className={`card grid grid-rows-[1fr_auto_auto] gap-1 p-5 max-lg:first:col-span-2 ${isLoud ? 'border-warn' : ''}`}>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-3xl font-semibold tracking-tight tabular-nums">{value}</dd>
      {note !== undefined && <dd className="text-sm text-danger">{note}</dd>}
    </div>
  );
}

export function StatusTiles({ status }: { readonly status: AdminStatus }): ReactNode {
  const t = useT();
  const { data: stats } = useQuery(overviewQueries.stats());
  const failed = status.failedTxCount > 0 ? t('overview.failed', { count: status.failedTxCount }) : undefined;
  return (
    <dl className="grid grid-cols-2 gap-4 lg:grid-cols-5">
      <Tile name={t('overview.waiting')} value={status.pendingApprovals} isLoud={status.pendingApprovals > 0} />
      <Tile
        name={t('overview.delayed')}
        value={Math.max(0, (stats?.transactions.total['QUEUED'] ?? 0) - status.pendingApprovals)}
      />
      <Tile name={t('overview.day')} value={status.recentTxCount} note={failed} />
      <Tile name={t('overview.wallets')} value={status.walletCount} />
      <Tile name={t('overview.sessions')} value={status.activeSessionCount} />
    </dl>
  );
}
