import type { AdminStatus } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../../components/ui/icon';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';

/** What stands between a fresh installation and real money. Gone once it is done. */
export function FirstSteps({ status }: { readonly status: AdminStatus }): ReactNode {
  const t = useT();
  const steps = [
    { to: '/settings', text: t('overview.firstSteps.password'), isDone: !status.autoProvisioned },
    { to: '/wallets/new', text: t('overview.firstSteps.wallet'), isDone: status.walletCount > 0 },
  ];
  if (steps.every(({ isDone }) => isDone)) return null;
  return (
    <Section title={t('overview.firstSteps')}>
      <ol className="grid gap-3">
        {steps.map(({ to, text, isDone }) => (
          <li key={text} className={`flex items-center gap-3 ${isDone ? 'text-soft line-through' : ''}`}>
            <Icon name={isDone ? 'check' : 'arrow'} className={`size-5 ${isDone ? '' : 'text-accent'}`} />
            {isDone ? (
              text
            ) : (
              <Link to={to} className="text-accent underline underline-offset-4">
                {text}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
