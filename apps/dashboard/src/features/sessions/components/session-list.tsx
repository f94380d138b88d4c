import { useQuery } from '@tanstack/react-query';
import type { SessionListItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { CheckField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Time } from '../../../components/ui/time';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { SESSIONS_PAGE, sessionQueries } from '../sessions.queries';
import { SessionActs } from './session-acts';

const TONES: Readonly<Record<SessionListItem['status'], BadgeTone>> = { ACTIVE: 'good', EXPIRED: 'plain', REVOKED: 'bad' };

function useColumns(): readonly Column<SessionListItem>[] {
  const t = useT();
  return [
    {
      name: t('sessions.session'),
      cell: ({ id, label, source }) => (
        <span className="grid">
          <span>{label === null || label === '' ? t('sessions.unnamed') : safeText(label, 60)}</span>
          <span className="font-mono text-xs font-normal text-soft">
            {safeText(source)} · {id.slice(-12)}
          </span>
        </span>
      ),
    },
    { name: t('sessions.wallets'), cell: ({ wallets }) => wallets.map(({ name }) => safeText(name, 40)).join(', ') },
    {
      name: t('wallets.status'),
      cell: ({ status, heldAt }) => (
        <Badge tone={heldAt === null ? TONES[status] : 'bad'}>
          {t(heldAt === null ? `sessions.status.${status}` : 'sessions.held')}
        </Badge>
      ),
    },
    { name: t('sessions.expires'), cell: ({ expiresAt }) => (expiresAt === 0 ? t('states.never') : <Time at={expiresAt} />) },
    { name: t('sessions.renewals'), cell: ({ renewalCount }) => renewalCount, isNumber: true },
    { name: t('sessions.acts'), cell: (session) => <SessionActs session={session} /> },
  ];
}

export function SessionList({ walletId }: { readonly walletId?: string }): ReactNode {
  const t = useT();
  const [offset, setOffset] = useState(0);
  const [includeRevoked, setIncludeRevoked] = useState(false);
  const columns = useColumns();
  const query = useQuery(sessionQueries.list({ ...(walletId === undefined ? {} : { walletId }), offset, includeRevoked }));
  return (
    <div className="grid gap-4">
      <CheckField
        label={t('sessions.includeRevoked')}
        checked={includeRevoked}
        onChange={(event) => {
          setIncludeRevoked(event.target.checked);
          setOffset(0);
        }}
      />
      <QueryView query={query}>
        {({ data, total }) => (
          <>
            {data.length === 0 ? <Empty title={t('sessions.none')} /> : null}
            {data.length > 0 && <DataTable caption={t('sessions.title')} columns={columns} rows={data} keyOf={({ id }) => id} />}
            {total > SESSIONS_PAGE && (
              <div className="flex items-center justify-center gap-3">
                <Button disabled={offset === 0} onClick={() => setOffset(offset - SESSIONS_PAGE)}>
                  {t('states.previous')}
                </Button>
                <span className="text-sm text-soft">
                  {t('states.page', { from: offset + 1, to: offset + data.length, total })}
                </span>
                <Button disabled={offset + data.length >= total} onClick={() => setOffset(offset + SESSIONS_PAGE)}>
                  {t('states.next')}
                </Button>
              </div>
            )}
          </>
        )}
      </QueryView>
    </div>
  );
}
