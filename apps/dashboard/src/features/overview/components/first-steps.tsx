import { useQuery } from '@tanstack/react-query';
import type { AdminStatus } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { Icon } from '../../../components/ui/icon';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { firstSteps, type Step } from '../first-steps';
import { overviewQueries } from '../overview.queries';

/** Whoever has more wallets is past their first steps, and their list is long. */
const FEW_WALLETS = 20;
const TONES: Readonly<Record<Step['state'], BadgeTone>> = { open: 'plain', begun: 'warn', done: 'good' };

function StepRow({ step: { name, state, to } }: { readonly step: Step }): ReactNode {
  const t = useT();
  const text = t(`overview.firstSteps.${name}`);
  const isDone = state === 'done';
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <Icon name={isDone ? 'check' : 'arrow'} className="mt-0.5 size-5 text-accent" />
      <span className={`min-w-0 ${isDone ? 'text-soft' : ''}`}>
        {isDone || to === undefined ? (
          <span className={isDone ? 'line-through' : ''}>{text}</span>
        ) : (
          <Link to={to} className="text-accent underline underline-offset-4">
            {text}
          </Link>
        )}
      </span>
      <span className="max-sm:col-start-2">
        <Badge tone={TONES[state]}>{t(`overview.firstSteps.${state}`)}</Badge>
      </span>
    </li>
  );
}

/** What stands between a fresh installation and real money. Gone once it is done. */
export function FirstSteps({ status }: { readonly status: AdminStatus }): ReactNode {
  const t = useT();
  const isFew = status.walletCount <= FEW_WALLETS;
  const { data } = useQuery({ ...overviewQueries.wallets(), enabled: isFew && status.walletCount > 0 });
  // Not before it is known: a list that shrinks at once was never right.
  if (!isFew || (status.walletCount > 0 && data === undefined)) return null;
  const steps = firstSteps(status, data?.items ?? []);
  if (steps.every(({ state }) => state === 'done')) return null;
  return (
    <Section title={t('overview.firstSteps')}>
      <p className="text-soft">{t('overview.firstSteps.lead')}</p>
      <ol className="grid gap-3">
        {steps.map((step) => (
          <StepRow key={step.name} step={step} />
        ))}
      </ol>
    </Section>
  );
}
