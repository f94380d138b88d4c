import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { countdown } from '../../../lib/format-time';
import { useT } from '../../../lib/i18n';
import type { Login, Principal } from '../../../lib/login-store';
import { stayLoggedIn } from '../login.mutations';

/** The last stretch, in which the lock is announced. */
const WARNING_SECONDS = 60;
/** The daemon hears of somebody at most this often. */
const PING_SECONDS = 45;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

interface IdleLockProps {
  readonly principal: Principal;
  readonly login: Login;
  readonly onLock: () => void;
}

/** Counts from the last sign of a person. A tab that slept through the end locks the moment it wakes. */
export function IdleLock({ principal, login, onLock }: IdleLockProps): ReactNode {
  const t = useT();
  const lastSeen = useRef(Date.now());
  const lastPing = useRef(Date.now());
  const [left, setLeft] = useState(login.idleTimeoutSeconds);
  const isWarning = left <= Math.min(WARNING_SECONDS, login.idleTimeoutSeconds / 2);

  const stay = useCallback(() => {
    lastSeen.current = Date.now();
    lastPing.current = Date.now();
    setLeft(login.idleTimeoutSeconds);
    // A refusal ends the login by itself, as every refusal does.
    void stayLoggedIn(principal).catch(() => undefined);
  }, [principal, login.idleTimeoutSeconds]);

  useEffect(() => {
    const tick = (): void => {
      const idle = login.idleTimeoutSeconds - (Date.now() - lastSeen.current) / 1000;
      const remaining = Math.floor(Math.min(idle, login.expiresAt - Date.now() / 1000));
      setLeft(remaining);
      if (remaining <= 0) onLock();
    };
    const timer = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [login, onLock]);

  useEffect(() => {
    // Once the question stands there, only its own answer counts.
    if (isWarning) return undefined;
    const seen = (): void => {
      lastSeen.current = Date.now();
      if (Date.now() - lastPing.current > PING_SECONDS * 1000) stay();
    };
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, seen, { passive: true });
    return () => {
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, seen);
    };
  }, [isWarning, stay]);

  return (
    <Dialog isOpen={isWarning} onClose={stay} title={t('idle.title')} description={t('idle.text', { time: countdown(left) })}>
      <div className="flex justify-end gap-2">
        <Button onClick={onLock}>{t('idle.lock')}</Button>
        <Button look="primary" onClick={stay}>
          {t('idle.stay')}
        </Button>
      </div>
    </Dialog>
  );
}
