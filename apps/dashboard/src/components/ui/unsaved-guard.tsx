import { useEffect, useRef, type ReactNode } from 'react';
import { useBlocker } from 'react-router';
import { useT } from '../../lib/i18n';
import { Button } from './button';
import { Dialog } from './dialog';

/** State of a navigation that follows a save: it leaves nothing behind. */
export const AFTER_SAVE = { isAfterSave: true } as const;

const isAfterSave = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'isAfterSave' in state && state.isAfterSave === true;

interface UnsavedGuardProps {
  /** A function is asked at the moment of leaving. */
  readonly isDirty: boolean | (() => boolean);
}

/** Asks before a page with something entered is left by a link, by going back, or with its tab. One of them on a page. */
export function UnsavedGuard({ isDirty: entered }: UnsavedGuardProps): ReactNode {
  const isDirty = typeof entered === 'function' ? entered : () => entered;
  const asked = useRef(isDirty);
  useEffect(() => {
    asked.current = isDirty;
  });
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty() && currentLocation.pathname !== nextLocation.pathname && !isAfterSave(nextLocation.state),
  );
  useEffect(() => {
    // The browser asks in words of its own.
    const ask = (event: BeforeUnloadEvent): void => {
      if (asked.current()) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  const stay = (): void => blocker.reset?.();
  return <LeaveQuestion isOpen={blocker.state === 'blocked'} onStay={stay} onLeave={() => blocker.proceed?.()} />;
}

interface LeaveQuestionProps {
  readonly isOpen: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

export function LeaveQuestion({ isOpen, onStay, onLeave }: LeaveQuestionProps): ReactNode {
  const t = useT();
  return (
    <Dialog isOpen={isOpen} onClose={onStay} title={t('leave.title')} description={t('leave.text')}>
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="primary" onClick={onStay} autoFocus>
          {t('leave.stay')}
        </Button>
        <Button onClick={onLeave}>{t('leave.go')}</Button>
      </div>
    </Dialog>
  );
}
