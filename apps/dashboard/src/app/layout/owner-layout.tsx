import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { Button, ButtonLink } from '../../components/ui/button';
import { OwnerFreezeButton } from '../../features/approvals/components/owner-freeze-button';
import { FrozenBanner } from '../../features/kill-switch/components/frozen-banner';
import { IdleLock } from '../../features/login/components/idle-lock';
import { logOut } from '../../features/login/login.mutations';
import { useT } from '../../lib/i18n';
import { loginPath } from '../../lib/login-gate';
import { loginStore } from '../../lib/login-store';
import { shortAddress } from '../../lib/group-address';
import { useStore } from '../../lib/use-store';
import { useLiveUpdates } from '../live-updates';
import { Brand } from './brand';
import { PreferenceControls } from './preference-controls';
import { ShellLayout } from './shell-layout';

/** Pages that owners and admins share: an owner's login in this tab comes first, since only owners can decide. */
export function EitherLayout(): ReactNode {
  const { owner } = useStore(loginStore);
  const wasOwner = useRef(owner !== undefined);
  return owner !== undefined || wasOwner.current ? <OwnerLayout /> : <ShellLayout />;
}

function OwnerLayout(): ReactNode {
  const { owner } = useStore(loginStore);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const here = `${pathname}${search}`;
  const isLeaving = useRef(false);
  const [isGone, setGone] = useState(false);

  useEffect(() => {
    if (owner === undefined && !isLeaving.current) void navigate(loginPath('owner', here, 'over'), { replace: true });
  }, [owner, here, navigate]);

  const leave = useCallback(
    (why?: 'idle') => {
      if (isLeaving.current) return;
      isLeaving.current = true;
      // What reads is off the page before the login ends: whatever it asked after that would be refused.
      flushSync(() => setGone(true));
      void logOut('owner').then(() =>
        navigate(why === undefined ? '/owner/login' : loginPath('owner', here, why), { replace: true }),
      );
    },
    [here, navigate],
  );
  const lock = useCallback(() => leave('idle'), [leave]);

  if (owner?.address === undefined || owner.chain === undefined || isGone) return null;
  return (
    <>
      <Frame owner={{ address: owner.address, chain: owner.chain }} onLogOut={() => leave()} />
      <IdleLock principal="owner" login={owner} onLock={lock} />
    </>
  );
}

interface FrameProps {
  readonly owner: Parameters<typeof OwnerFreezeButton>[0]['owner'];
  readonly onLogOut: () => void;
}

function Frame({ owner, onLogOut }: FrameProps): ReactNode {
  const t = useT();
  const { admin } = useStore(loginStore);
  useLiveUpdates('owner');
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
      <header className="sticky top-0 z-30 border-b border-line bg-paper/95">
        <div className="mx-auto flex max-w-4xl flex-wrap items-center justify-between gap-3 px-5 py-3 sm:px-8">
          <Link to="/approvals" className="flex rounded-lg sm:order-first">
            <Brand />
          </Link>
          <span className="sm:order-2">
            <OwnerFreezeButton owner={owner} />
          </span>
          <div className="flex w-full flex-wrap items-center gap-x-1 sm:order-1 sm:ml-auto sm:w-auto">
            <span className="hidden text-sm text-soft sm:inline">
              {t('shell.asOwner', { address: shortAddress(owner.address) })}
            </span>
            <Links isAdmin={admin !== undefined} />
            <Button look="quiet" className="px-3" onClick={onLogOut}>
              {t('shell.logout')}
            </Button>
          </div>
        </div>
      </header>
      <main id="content" className="mx-auto grid w-full max-w-4xl min-w-0 content-start gap-6 p-5 pb-16 sm:p-8">
        <FrozenBanner canRecover={false} />
        <Outlet />
      </main>
      <footer className="mx-auto w-full max-w-4xl p-5 sm:px-8">
        <PreferenceControls />
      </footer>
    </div>
  );
}

/** Where the owner is, by more than colour. */
const currentLook = (pathname: string, to: string): string =>
  pathname === to || pathname.startsWith(`${to}/`) ? 'font-semibold text-accent underline underline-offset-8' : '';

function Links({ isAdmin }: { readonly isAdmin: boolean }): ReactNode {
  const t = useT();
  const { pathname } = useLocation();
  return (
    <>
      <ButtonLink to="/approvals" look="quiet" className={`-ml-3 px-3 sm:ml-0 ${currentLook(pathname, '/approvals')}`}>
        {t('owned.approvals')}
      </ButtonLink>
      <ButtonLink to="/owned" look="quiet" className={`px-3 ${currentLook(pathname, '/owned')}`}>
        {t('owned.title')}
      </ButtonLink>
      {isAdmin && (
        <ButtonLink to="/" look="quiet" className="px-3">
          {t('shell.asAdmin')}
        </ButtonLink>
      )}
    </>
  );
}
