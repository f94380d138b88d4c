import type { LimitUsage } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge } from '../../../components/ui/badge';
import { formatUsd, groupDigits } from '../../../lib/format-amount';
import { type OversightText, useOversightText } from '../oversight-text';
import { usageOf, type Fullness } from '../usage';

const FILLS: Readonly<Record<Fullness, string>> = { fine: 'fill-accent', near: 'fill-warn', reached: 'fill-danger' };

export function isCount({ field }: LimitUsage): boolean {
  return field === 'max_requests';
}

export function figure(limit: LimitUsage, amount: string, t: OversightText): string {
  return isCount(limit) ? groupDigits(amount) : t('limits.usd', { amount: formatUsd(amount) });
}

/** A limit as text, with a bar that says the same to the eye. */
export function UsageBar({ limit }: { readonly limit: LimitUsage }): ReactNode {
  const t = useOversightText();
  const { percent, fullness } = usageOf(limit);
  const text = t('limits.used', { used: figure(limit, limit.used, t), limit: figure(limit, limit.limit, t) });
  return (
    <span className="grid min-w-32 gap-1">
      <span className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
        {text}
        {fullness !== 'fine' && (
          <Badge tone={fullness === 'near' ? 'warn' : 'bad'}>{t(fullness === 'near' ? 'limits.near' : 'limits.reached')}</Badge>
        )}
      </span>
      <svg viewBox="0 0 100 2" preserveAspectRatio="none" className="h-1.5 w-full" aria-hidden="true">
        <rect width="100" height="2" rx="1" className="fill-raised" />
        <rect width={percent} height="2" rx="1" className={FILLS[fullness]} />
      </svg>
    </span>
  );
}
