import type { ReactNode } from 'react';
import { useExplorer } from '../../lib/explorers';
import { useT } from '../../lib/i18n';
import { Icon } from './icon';

interface ExplorerLinkProps {
  readonly network: string;
  readonly kind: 'tx' | 'address';
  readonly id: string;
  /** Said instead of the usual words. */
  readonly children?: string;
}

/** Leads away from here, to a site that is told nothing about this one. Nothing where no site is named for the network. */
export function ExplorerLink({ network, kind, id, children }: ExplorerLinkProps): ReactNode {
  const t = useT();
  const href = useExplorer()(network, kind, id);
  if (href === undefined) return null;
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex items-center gap-1 text-sm text-accent underline underline-offset-4"
    >
      {children ?? t('states.explorer')}
      <span className="sr-only">{t('states.newTab')}</span>
      <Icon name="arrow" className="size-4 -rotate-45" />
    </a>
  );
}
