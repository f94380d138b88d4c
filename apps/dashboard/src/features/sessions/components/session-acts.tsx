import type { SessionListItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Dialog } from '../../../components/ui/dialog';
import { Facts } from '../../../components/ui/facts';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useRevoke, useRotate } from '../sessions.mutations';
import { TokenOnce } from './token-once';

type Act = 'revoke' | 'rotate';

/** End it for good, or give it a new token and make the old one worthless. */
export function SessionActs({ session }: { readonly session: SessionListItem }): ReactNode {
  const t = useT();
  const { about, isOpen, ask, close } = useAsked<Act>();
  return (
    <span className="flex flex-wrap gap-2 md:flex-nowrap">
      {session.status === 'ACTIVE' && (
        <>
          <Button className="text-sm" onClick={() => ask('rotate')} aria-haspopup="dialog">
            {t('sessions.rotate')}
          </Button>
          <Button className="text-sm" onClick={() => ask('revoke')} aria-haspopup="dialog">
            {t('sessions.revoke')}
          </Button>
        </>
      )}
      {about === 'rotate' && <RotateDialog session={session} isOpen={isOpen} onClose={close} />}
      {about === 'revoke' && <RevokeDialog session={session} isOpen={isOpen} onClose={close} />}
    </span>
  );
}

/** Which one: many have no name, and all have the same buttons. */
function Which({ session: { id, label, wallets } }: { readonly session: SessionListItem }): ReactNode {
  const t = useT();
  return (
    <Facts
      facts={[
        {
          name: t('sessions.session'),
          value: (
            <>
              {label === null || label === '' ? t('sessions.unnamed') : safeText(label, 100)}{' '}
              <span className="font-mono text-xs text-soft">{id.slice(-12)}</span>
            </>
          ),
        },
        { name: t('sessions.wallets'), value: wallets.map(({ name }) => safeText(name, 40)).join(', ') },
      ]}
    />
  );
}

interface ActDialogProps {
  readonly session: SessionListItem;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RevokeDialog({ session, isOpen, onClose }: ActDialogProps): ReactNode {
  const t = useT();
  const revoke = useRevoke();
  const close = (): void => {
    onClose();
    revoke.reset();
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={t('sessions.revoke.title')}
      submit={t('sessions.revoke')}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(session.id, { onSuccess: close })}
    >
      <p>{t('sessions.revoke.text')}</p>
      <Which session={session} />
    </ConfirmDialog>
  );
}

/** The new token takes the place of the question, and is gone with the dialog. */
function RotateDialog({ session, isOpen, onClose }: ActDialogProps): ReactNode {
  const t = useT();
  const rotate = useRotate();
  const { data } = rotate;
  const close = (): void => {
    onClose();
    rotate.reset();
  };
  return (
    <>
      {data !== undefined && (
        <Dialog isOpen={isOpen} onClose={close} title={t('sessions.rotated')}>
          <TokenOnce token={data.token} />
          <Button onClick={close} className="justify-self-end">
            {t('states.close')}
          </Button>
        </Dialog>
      )}
      <ConfirmDialog
        isOpen={isOpen && data === undefined}
        onClose={close}
        title={t('sessions.rotate.title')}
        submit={t('sessions.rotate')}
        isBusy={rotate.isPending}
        error={rotate.error}
        onConfirm={() => rotate.mutate(session.id)}
      >
        <p>{t('sessions.rotate.text')}</p>
        <Which session={session} />
      </ConfirmDialog>
    </>
  );
}
