import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { Button } from '../../components/ui/button';
import { Icon } from '../../components/ui/icon';
import { DoubtedClock } from '../../features/clock/components/doubted-clock';
import { AlteredNotice } from '../../features/integrity/components/altered-notice';
import { FreezeButton } from '../../features/kill-switch/components/freeze-button';
import { FrozenBanner } from '../../features/kill-switch/components/frozen-banner';
import { IdleLock } from '../../features/login/components/idle-lock';
import { StepUpDialog } from '../../features/login/components/step-up-dialog';
import { logOut } from '../../features/login/login.mutations';
import { overviewQueries } from '../../features/overview/overview.queries';
import { useT } from '../../lib/i18n';
import { isLive } from '../../lib/live-state';
import { loginStore } from '../../lib/login-store';
import { useStore } from '../../lib/use-store';
import { useLiveUpdates } from '../live-updates';
import { loginPath } from '../../lib/login-gate';
import { Brand } from './brand';
import { Navigation } from './navigation';
import { PreferenceControls } from './preference-controls';

/** What an admin sees around every page. It exists only as long as the login does. */
export function ShellLayout(): ReactNode {
  const { admin } = useStore(loginStore);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const here = `${pathname}${search}`;
  const isLeaving = useRef(false);
  const [isGone, setGone] = useState(false);

  useEffect(() => {
    if (admin === undefined && !isLeaving.current) void navigate(loginPath('admin', here, 'over'), { replace: true });
  }, [admin, here, navigate]);

  const leave = useCallback(
    (why?: 'idle') => {
      if (isLeaving.current) return;
      isLeaving.current = true;
      // What reads is off the page before the login ends: whatever it asked after that would be refused.
      flushSync(() => setGone(true));
      void logOut('admin').then(() => navigate(why === undefined ? '/login' : loginPath('admin', here, why), { replace: true }));
    },
    [here, navigate],
  );
  const lock = useCallback(() => leave('idle'), [leave]);

  if (admin === undefined || isGone) return null;
  return (
    <>
      <Frame onLogOut={() => leave()} />
      <IdleLock principal="admin" login={admin} onLock={lock} />
      <StepUpDialog />
    </>
  );
}

function Frame({ onLogOut }: { readonly onLogOut: () => void }): ReactNode {
  const t = useT();
  const [isMenuOpen, setMenuOpen] = useState(false);
  useLiveUpdates('admin');
  return (
    <div className="mx-auto grid min-h-dvh max-w-[1400px] grid-cols-[minmax(0,1fr)] lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-lg focus:bg-surface focus:p-3"
      >
        {t('shell.skip')}
      </a>
      <aside className="hidden content-start gap-8 border-r border-line p-5 lg:sticky lg:top-0 lg:grid lg:h-dvh lg:grid-rows-[auto_1fr_auto]">
        <Brand />
        <Navigation />
        <PreferenceControls />
      </aside>
      <div className="grid min-w-0 grid-rows-[auto_1fr]">
        <div className="sticky top-0 z-30 border-b border-line bg-paper/95">
          <TopBar isMenuOpen={isMenuOpen} onMenu={() => setMenuOpen(!isMenuOpen)} onLogOut={onLogOut} />
          {isMenuOpen && <Menu onGo={() => setMenuOpen(false)} />}
        </div>
        <main id="content" className="grid min-w-0 content-start gap-6 p-5 pb-16 sm:p-8">
          <FrozenBanner canRecover />
          <StatusNotices />
          <Outlet />
        </main>
      </div>
    </div>
  );
}

/** Where there is no room for the column: below the bar, which stays in sight, so that it opens where it was asked for. */
function Menu({ onGo }: { readonly onGo: () => void }): ReactNode {
  return (
    <div className="grid max-h-[calc(100dvh-4.5rem)] gap-6 overflow-y-auto border-t border-line bg-paper p-5 sm:px-8 lg:hidden">
      <Navigation onGo={onGo} />
      <PreferenceControls />
    </div>
  );
}

function StatusNotices(): ReactNode {
  const { data } = useQuery(overviewQueries.status());
  return (
    <>
      <AlteredNotice status={data} />
      <DoubtedClock status={data} />
    </>
  );
}

interface TopBarProps {
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
  readonly onLogOut: () => void;
}

function TopBar({ isMenuOpen, onMenu, onLogOut }: TopBarProps): ReactNode {
  const t = useT();
  const live = useStore(isLive);
  return (
    <header className="flex items-center justify-between gap-3 px-5 py-3 max-sm:gap-1 sm:px-8">
      <Button look="quiet" className="-ml-3 px-2 lg:hidden" aria-expanded={isMenuOpen} onClick={onMenu}>
        <Icon name={isMenuOpen ? 'close' : 'menu'} />
        <Brand isBeside />
        <span className="sr-only">{t('shell.menu')}</span>
      </Button>
      <p role="status" className="hidden items-center gap-2 text-sm text-soft lg:flex">
        <span className={`size-2 rounded-full ${live ? 'bg-accent' : 'bg-strong'}`} aria-hidden="true" />
        {t(live ? 'shell.live' : 'shell.polling')}
      </p>
      <div className="flex items-center gap-2 max-sm:gap-1">
        <Button look="quiet" className="max-sm:px-3" onClick={onLogOut}>
          {t('shell.logout')}
        </Button>
        <FreezeButton />
      </div>
    </header>
  );
}
