import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { Icon, type IconName } from '../../components/ui/icon';
import { useT } from '../../lib/i18n';

type Entry = Extract<
  IconName,
  'overview' | 'approvals' | 'transactions' | 'wallets' | 'policies' | 'sessions' | 'network' | 'audit' | 'settings'
>;

/** Daily work first, then what it runs on, then what watches over it. */
const GROUPS: readonly (readonly Entry[])[] = [
  ['overview', 'approvals', 'transactions'],
  ['wallets', 'policies', 'sessions'],
  ['network', 'audit', 'settings'],
];

interface NavigationProps {
  readonly onGo?: () => void;
}

export function Navigation({ onGo }: NavigationProps): ReactNode {
  const t = useT();
  return (
    <nav aria-label={t('shell.nav')} className="grid content-start gap-5">
      {GROUPS.map((group) => (
        <ul key={group.join()} className="grid content-start gap-0.5">
          {group.map((name) => (
            <li key={name}>
              <NavLink
                to={name === 'overview' ? '/' : `/${name}`}
                end={name === 'overview'}
                onClick={onGo}
                className={({ isActive }) =>
                  `flex min-h-10 items-center gap-3 rounded-lg px-3 ${isActive ? 'bg-accent-wash font-semibold text-accent' : 'text-ink hover:bg-raised'}`
                }
              >
                <Icon name={name} />
                {t(`shell.${name}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
