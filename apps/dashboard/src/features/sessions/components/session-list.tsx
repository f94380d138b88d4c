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
import { formatUsd } from '../../../lib/format-amount';
import { isMessageKey } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { type SessionText, useSessionText } from '../session-text';
import { SESSIONS_PAGE, sessionQueries } from '../sessions.queries';
import { SessionActs } from './session-acts';

const TONES: Readonly<Record<SessionListItem['status'], BadgeTone>> = { ACTIVE: 'good', EXPIRED: 'plain', REVOKED: 'bad' };

/** As it is called, or that it has no name. */
function sessionName(label: string | null, t: SessionText): string {
  return label === null || label === '' ? t('sessions.unnamed') : safeText(label, 60);
}

function useColumns(): readonly Column<SessionListItem>[] {
  const t = useSessionText();
  return [
    {
      name: t('sessions.session'),
      cell: ({ id, label, source, constraints }) => (
        <span className="grid">
          <span>{sessionName(label, t)}</span>
          <span className="font-mono text-xs font-normal whitespace-nowrap text-soft">
            {safeText(source)} · {id.slice(-12)}
          </span>
          <Narrowed constraints={constraints} />
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
    {
      name: t('list.lastRequest'),
      cell: ({ lastRequestAt }) => (lastRequestAt === null ? t('states.never') : <Time at={lastRequestAt} />),
    },
    { name: t('sessions.renewals'), cell: (session) => <Renewals session={session} /> },
    { name: t('sessions.acts'), cell: (session) => <SessionActs session={session} />, isWhole: true },
  ];
}

export function SessionList({ walletId }: { readonly walletId?: string }): ReactNode {
  const t = useSessionText();
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

function Renewals({
  session: { renewalCount, maxRenewals, absoluteExpiresAt },
}: {
  readonly session: SessionListItem;
}): ReactNode {
  const t = useSessionText();
  return (
    <span className="grid">
      <span>{maxRenewals === 0 ? renewalCount : t('list.renewals', { count: renewalCount, max: maxRenewals })}</span>
      {absoluteExpiresAt > 0 && (
        <span className="text-xs text-soft">
          {t('list.until')} <Time at={absoluteExpiresAt} />
        </span>
      )}
    </span>
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

function actName(type: string, t: SessionText): string {
  const key = `act.${type}`;
  return t.has(key) ? t(key) : safeText(type);
}

/** What a session is held to beyond the policies, each part in a few words. */
function narrowedTo(constraints: Readonly<Record<string, unknown>>, t: SessionText): readonly string[] {
  const { types, networks, recipients, maxUsdPerTx, dailyUsd, maxTier } = constraints;
  const tier = `tier.${text(maxTier)}`;
  return [
    ...(maxUsdPerTx === undefined ? [] : [t('list.maxUsdPerTx', { amount: formatUsd(text(maxUsdPerTx)) })]),
    ...(dailyUsd === undefined ? [] : [t('list.dailyUsd', { amount: formatUsd(text(dailyUsd)) })]),
    ...(maxTier === undefined ? [] : [t('list.maxTier', { tier: isMessageKey(tier) ? t(tier) : safeText(text(maxTier)) })]),
    ...list(types).map((type) => actName(type, t)),
    ...list(networks).map((network) => safeText(network)),
    ...(recipients === undefined ? [] : [t('list.recipients', { count: list(recipients).length })]),
  ];
}

function Narrowed({ constraints }: Pick<SessionListItem, 'constraints'>): ReactNode {
  const t = useSessionText();
  if (constraints === null) return null;
  const what = narrowedTo(constraints, t).join(', ');
  return what === '' ? null : <span className="text-sm font-normal text-soft">{t('list.narrowed', { what })}</span>;
}
