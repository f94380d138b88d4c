import { useQuery } from '@tanstack/react-query';
import type { AdminStatus, OracleStatusResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { Section } from '../../../components/ui/page';
import { Time } from '../../../components/ui/time';
import { duration } from '../../../lib/format-time';
import { isMessageKey, useLanguage, useT, type MessageKey } from '../../../lib/i18n';
import { priceSourceName } from '../../../lib/price-source-name';
import { safeText } from '../../../lib/safe-text';
import { overviewQueries } from '../overview.queries';

const PRICE_TONES: Readonly<Record<OracleStatusResponse['sources'][number]['state'], BadgeTone>> = {
  off: 'plain',
  idle: 'plain',
  ok: 'good',
  failing: 'bad',
};

/** Where nobody set up a channel, nothing is broken: but nobody is told. */
const badOf = (name: string): MessageKey => (name === 'notifications' ? 'overview.health.untold' : 'overview.health.bad');

export function HealthList({ status }: { readonly status: AdminStatus }): ReactNode {
  const t = useT();
  const language = useLanguage();
  const { data: prices } = useQuery(overviewQueries.prices());
  const nameOf = (name: string): string => {
    const key = `overview.check.${name}`;
    if (name.startsWith('rpc:')) return t('overview.check.node', { network: safeText(name.slice('rpc:'.length)) });
    return isMessageKey(key) ? t(key) : safeText(name);
  };
  return (
    <Section title={t('overview.health')}>
      <ul className="grid gap-2">
        {status.checks.map(({ name, ok, since }) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <span>{nameOf(name)}</span>
            <span className="flex items-center gap-3 text-sm text-soft">
              {!ok && <Time at={since} />}
              <Badge tone={ok ? 'good' : 'bad'}>{t(ok ? 'overview.health.ok' : badOf(name))}</Badge>
            </span>
          </li>
        ))}
        {prices?.sources.map(({ source, state }) => (
          <li key={source} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <span>{t('overview.check.prices', { source: priceSourceName(source) })}</span>
            <Badge tone={PRICE_TONES[state]}>{t(`prices.state.${state}`)}</Badge>
          </li>
        ))}
      </ul>
      <p className="text-sm text-soft">
        {t('overview.version', { version: status.version, time: duration(status.uptime, language) })}
      </p>
    </Section>
  );
}
