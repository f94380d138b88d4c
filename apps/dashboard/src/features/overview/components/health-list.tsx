import type { AdminStatus } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge } from '../../../components/ui/badge';
import { Section } from '../../../components/ui/page';
import { Time } from '../../../components/ui/time';
import { duration } from '../../../lib/format-time';
import { isMessageKey, useLanguage, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

export function HealthList({ status }: { readonly status: AdminStatus }): ReactNode {
  const t = useT();
  const language = useLanguage();
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
              <Badge tone={ok ? 'good' : 'bad'}>{t(ok ? 'overview.health.ok' : 'overview.health.bad')}</Badge>
            </span>
          </li>
        ))}
      </ul>
      <p className="text-sm text-soft">
        {t('overview.version', { version: status.version, time: duration(status.uptime, language) })}
      </p>
    </Section>
  );
}
