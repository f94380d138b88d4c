import type { ExposureReport } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge } from '../../../components/ui/badge';
import { Icon } from '../../../components/ui/icon';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

interface Way {
  readonly from: string;
  readonly through: string;
  readonly isOpen: boolean;
}

const isLoopback = (address: string): boolean => /^(127\.|::1$|localhost$)/.test(address);

/** Who can reach the daemon and through what, as three lines: this machine, other machines, other web pages. */
export function ReachPicture({ report }: { readonly report: ExposureReport }): ReactNode {
  const t = useT();
  const { listeners, trustedProxies, corsOrigins, inContainer } = report;
  const addresses = listeners.map(({ address, port }) => `${address}:${String(port)}`).join(', ');
  const isDirect = !inContainer && listeners.some(({ address }) => !isLoopback(address));
  const through = isDirect ? addresses : inContainer ? t('network.published') : t('network.noWay');
  const ways: readonly Way[] = [
    { from: t('network.thisMachine'), through: addresses, isOpen: true },
    {
      from: t('network.otherMachines'),
      through: trustedProxies.length > 0 ? t('network.proxy', { names: safeText(trustedProxies.join(', ')) }) : through,
      isOpen: isDirect || trustedProxies.length > 0,
    },
    {
      from: t('network.otherPages'),
      through: corsOrigins.length > 0 ? safeText(corsOrigins.join(', ')) : t('network.noWay'),
      isOpen: corsOrigins.length > 0,
    },
  ];
  return (
    <Section title={t('network.picture')}>
      <ul className="grid gap-3">
        {ways.map(({ from, through: way, isOpen }) => (
          <li
            key={from}
            className="grid items-center gap-x-4 gap-y-1 rounded-xl border border-line bg-paper p-4 sm:grid-cols-[12rem_auto_1fr_auto]"
          >
            <span className="font-semibold">{from}</span>
            <Icon name="arrow" className={`hidden size-5 sm:block ${isOpen ? 'text-accent' : 'text-strong'}`} />
            <span className="min-w-0 break-words text-soft">{way}</span>
            <span>
              <Badge tone={isOpen ? 'good' : 'plain'}>{t(isOpen ? 'network.open' : 'network.closed')}</Badge>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
