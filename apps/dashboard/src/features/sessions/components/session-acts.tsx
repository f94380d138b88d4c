import type { SessionListItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Dialog } from '../../../components/ui/dialog';
import { useT } from '../../../lib/i18n';
import { useRevoke, useRotate } from '../sessions.mutations';
import { TokenOnce } from './token-once';

/** End it for good, or give it a new token and make the old one worthless. */
export function SessionActs({ session }: { readonly session: SessionListItem }): ReactNode {
  const t = useT();
  const revoke = useRevoke();
  const rotate = useRotate();
  const [asked, setAsked] = useState<'revoke' | 'rotate'>();
  if (session.status !== 'ACTIVE') return null;
  const close = (): void => {
    setAsked(undefined);
    revoke.reset();
    rotate.reset();
  };
  const write = asked === 'rotate' ? rotate : revoke;
  return (
    <span className="flex flex-wrap gap-2 md:justify-end">
      <Button className="text-sm" onClick={() => setAsked('rotate')} aria-haspopup="dialog">
        {t('sessions.rotate')}
      </Button>
      <Button className="text-sm" onClick={() => setAsked('revoke')} aria-haspopup="dialog">
        {t('sessions.revoke')}
      </Button>
      {rotate.data !== undefined && (
        <Dialog isOpen onClose={close} title={t('sessions.rotated')}>
          <TokenOnce token={rotate.data.token} />
          <Button onClick={close} className="justify-self-end">
            {t('states.close')}
          </Button>
        </Dialog>
      )}
      <ConfirmDialog
        isOpen={asked !== undefined && rotate.data === undefined}
        onClose={close}
        title={t(asked === 'rotate' ? 'sessions.rotate.title' : 'sessions.revoke.title')}
        submit={t(asked === 'rotate' ? 'sessions.rotate' : 'sessions.revoke')}
        isBusy={write.isPending}
        error={write.error}
        onConfirm={() => {
          if (asked === 'rotate') rotate.mutate(session.id);
          else revoke.mutate(session.id, { onSuccess: close });
        }}
      >
        <p>{t(asked === 'rotate' ? 'sessions.rotate.text' : 'sessions.revoke.text')}</p>
      </ConfirmDialog>
    </span>
  );
}
