import { useQuery } from '@tanstack/react-query';
import type { WorstCase, WorstCaseHorizon, WorstCaseResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { formatAmount, formatUsd } from '../../../lib/format-amount';
import { safeText } from '../../../lib/safe-text';
import { oversightQueries } from '../oversight.queries';
import { type OversightText, useOversightText } from '../oversight-text';

/** What the policies are worth against a thief. */
export function WorstCasePanel({ walletId }: { readonly walletId: string }): ReactNode {
  const t = useOversightText();
  const query = useQuery(oversightQueries.worstCase(walletId));
  return (
    <Section title={t('worst.title')}>
      <p className="max-w-[70ch] text-soft">{t('worst.lead')}</p>
      <QueryView query={query}>{(found) => <Cases found={found} />}</QueryView>
    </Section>
  );
}

const COLUMNS = ['worst.hour', 'worst.day', 'worst.month'] as const;
const DAY_SECONDS = 86_400;

function Cases({ found: { cases, networksLeftOut } }: { readonly found: WorstCaseResponse }): ReactNode {
  const t = useOversightText();
  const columns: Column<WorstCase>[] = [
    { name: t('worst.session'), cell: (one) => <Holder of={one} /> },
    ...COLUMNS.map((key, index) => ({ name: t(key), cell: ({ horizons }: WorstCase) => <Most horizon={horizons[index]} /> })),
  ];
  const reasons = new Set(cases.flatMap(({ horizons }) => horizons.flatMap((horizon) => horizon.reasons)));
  return (
    <>
      <DataTable caption={t('worst.title')} columns={columns} rows={cases} keyOf={({ sessionId }) => sessionId ?? ''} />
      {[...reasons].map((reason) => {
        const key = `worst.why.${reason}`;
        return <Notice key={reason} tone="warn" title={t.has(key) ? t(key) : safeText(reason)} />;
      })}
      <p className="text-sm text-soft">
        {t('worst.notes')}
        {networksLeftOut.length > 0 &&
          ` ${t('worst.leftOut', { networks: networksLeftOut.map((one) => safeText(one)).join(', ') })}`}
      </p>
    </>
  );
}

function Holder({ of: { sessionId, label, horizons } }: { readonly of: WorstCase }): ReactNode {
  const t = useOversightText();
  const day = horizons.find(({ horizonSeconds }) => horizonSeconds === DAY_SECONDS);
  const held = day?.assets.filter(({ amount }) => amount !== '0') ?? [];
  return (
    <span className="grid gap-0.5">
      {sessionId === null ? (
        t('worst.policies')
      ) : (
        <span>
          {label === null || label === '' ? t('sessions.unnamed') : safeText(label, 60)}
          <span className="ml-2 font-mono text-xs font-normal text-soft">{sessionId.slice(-12)}</span>
        </span>
      )}
      {held.length > 0 && (
        <span className="text-sm font-normal text-soft">
          {t('worst.assets')}: {held.map((one) => takenOf(one, t)).join(', ')}
        </span>
      )}
    </span>
  );
}

function takenOf({ amount, decimals, symbol }: WorstCaseHorizon['assets'][number], t: OversightText): string {
  return `${amount === null ? t('worst.unbounded') : formatAmount(amount, decimals)} ${safeText(symbol, 20)}`;
}

const ENDLESS: ReadonlySet<string> = new Set(['OPAQUE_CALLS', 'MESSAGES']);

function Most({ horizon }: { readonly horizon: WorstCaseHorizon | undefined }): ReactNode {
  const t = useOversightText();
  if (horizon === undefined) return null;
  const { usd, reasons, binding } = horizon;
  if (usd === null) return <Unfigured reasons={reasons} />;
  if (Number(usd) === 0) return <span className="text-accent">{t('worst.nothing')}</span>;
  return (
    <span className="grid">
      <span className="font-semibold tabular-nums">{t('limits.usd', { amount: formatUsd(usd) })}</span>
      <HeldBy binding={binding} />
    </span>
  );
}

function Unfigured({ reasons }: Pick<WorstCaseHorizon, 'reasons'>): ReactNode {
  const t = useOversightText();
  const isEndless = reasons.some((reason) => ENDLESS.has(reason));
  return isEndless ? (
    <span className="font-semibold text-danger">{t('worst.unbounded')}</span>
  ) : (
    <span className="text-warn">{t('worst.unknown')}</span>
  );
}

function HeldBy({ binding }: Pick<WorstCaseHorizon, 'binding'>): ReactNode {
  const t = useOversightText();
  const key = `worst.by.${binding?.field ?? binding?.type ?? ''}`;
  return t.has(key) ? <span className="text-sm text-soft">{t(key)}</span> : null;
}
