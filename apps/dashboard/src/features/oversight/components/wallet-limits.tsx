import { useQuery } from '@tanstack/react-query';
import type { LimitUsage, WalletLimitsResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Time } from '../../../components/ui/time';
import { formatUsd } from '../../../lib/format-amount';
import { duration } from '../../../lib/format-time';
import { safeText } from '../../../lib/safe-text';
import { oversightQueries } from '../oversight.queries';
import { type OversightText, useOversightText } from '../oversight-text';
import { figure, UsageBar } from './usage-bar';

/** Every limit on time that the next payment is held to, with what is used, what is left, and when it is free again. */
export function WalletLimits({ walletId }: { readonly walletId: string }): ReactNode {
  const t = useOversightText();
  const query = useQuery(oversightQueries.walletLimits(walletId));
  return (
    <Section title={t('limits.title')}>
      <QueryView query={query}>{(found) => <Limits found={found} />}</QueryView>
    </Section>
  );
}

function Limits({ found: { limits, spent } }: { readonly found: WalletLimitsResponse }): ReactNode {
  const t = useOversightText();
  const isLimited = limits.some(({ type }) => type === 'SPENDING_LIMIT');
  return (
    <>
      {!isLimited && <Empty title={t('limits.none')}>{t('limits.none.lead')}</Empty>}
      <p className="grid gap-1 text-sm text-soft">
        <span>
          {t('spent.held.day')}: <span className="tabular-nums">{formatUsd(spent.day.usd)} USD</span>
        </span>
        <span>
          {t('spent.held.month')}: <span className="tabular-nums">{formatUsd(spent.month.usd)} USD</span>
        </span>
      </p>
      {spent.month.hasUnvalued && <p className="text-sm text-warn">{t('spent.unvalued')}</p>}
      <ul className="grid gap-4">
        {limits.map((limit) => (
          <Row
            key={[limit.policyId, limit.sessionId, limit.field].join(' ')}
            limit={limit}
            isEverywhere={isEverywhere(limit, limits)}
          />
        ))}
      </ul>
    </>
  );
}

/** Networks are named where another limit of the kind rules on others. */
function isEverywhere(limit: LimitUsage, limits: readonly LimitUsage[]): boolean {
  return limits.every(
    ({ field, sessionId, policyId }) => field !== limit.field || sessionId !== null || policyId === limit.policyId,
  );
}

function nameOf({ field, windowSeconds }: LimitUsage, t: OversightText): string {
  const key = `limits.${field}`;
  return t.has(key) ? t(key, { time: duration(windowSeconds, t.language) }) : safeText(field);
}

function Row({ limit, isEverywhere: everywhere }: { readonly limit: LimitUsage; readonly isEverywhere: boolean }): ReactNode {
  const t = useOversightText();
  const { remaining, reserved, freesAt, emptyAt, networks, sessionId } = limit;
  const isHeld = reserved !== null && Number(reserved) > 0;
  return (
    <li className="grid gap-1">
      <span className="font-medium">
        {nameOf(limit, t)}
        {sessionId !== null && <span className="ml-2 font-mono text-xs font-normal text-soft">{sessionId.slice(-12)}</span>}
      </span>
      <UsageBar limit={limit} />
      <span className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-soft">
        <span>{t('limits.remaining', { amount: figure(limit, remaining, t) })}</span>
        {isHeld && <span>{t('limits.reserved', { amount: formatUsd(reserved) })}</span>}
        {freesAt !== null && (
          <span>
            {t('limits.frees')} <Time at={freesAt} />
          </span>
        )}
        {emptyAt !== null && (
          <span>
            {t('limits.empty')} <Time at={emptyAt} />
          </span>
        )}
        {!everywhere && <span>{t('limits.where', { networks: networks.map((network) => safeText(network)).join(', ') })}</span>}
      </span>
    </li>
  );
}
