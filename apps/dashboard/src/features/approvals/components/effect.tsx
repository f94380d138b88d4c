import type { InboxItem, InboxOperation } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Badge } from '../../../components/ui/badge';
import { ExplorerLink } from '../../../components/ui/explorer-link';
import { formatAmount, formatUsd } from '../../../lib/format-amount';
import { isMessageKey, useT, type Translate } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

const SYMBOL = 40;

export function amountOf(
  { amount, decimals, symbol }: Pick<InboxOperation, 'amount' | 'decimals' | 'symbol'>,
  t: Translate,
): string {
  if (amount === null || !/^-?\d+$/.test(amount)) return `${t('approvals.amountUnknown')} ${safeText(symbol, SYMBOL)}`;
  if (decimals === null) return `${amount} ${t('signing.baseUnits')} ${safeText(symbol, SYMBOL)}`;
  return `${formatAmount(amount, decimals)} ${safeText(symbol, SYMBOL)}`;
}

export function kindName(kind: string, t: Translate): string {
  const key = `kind.${kind}`;
  return isMessageKey(key) ? t(key) : safeText(kind);
}

/** What the request does, at a glance: how much of what, to whom, on which network. */
export function Effect({ item, hasLinks = false }: { readonly item: InboxItem; readonly hasLinks?: boolean }): ReactNode {
  const t = useT();
  const [first, ...more] = item.decoded.operations;
  if (first === undefined) return <p>{safeText(item.decoded.summary, 2000)}</p>;
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="text-sm text-soft">{kindName(first.kind, t)}</span>
        <span className="text-2xl font-semibold tracking-tight break-all">{amountOf(first, t)}</span>
        {item.usd !== null && <span className="text-soft tabular-nums">{formatUsd(item.usd)} USD</span>}
        <Badge>{safeText(item.transaction.network)}</Badge>
        {more.length > 0 && <Badge tone="warn">{t('approvals.more', { count: more.length })}</Badge>}
      </p>
      {first.target !== null && (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-sm text-soft">{t('approvals.to')}</span>
          <Address address={safeText(first.target)} />
          {hasLinks && <ExplorerLink network={item.transaction.network} kind="address" id={first.target} />}
        </p>
      )}
    </div>
  );
}
