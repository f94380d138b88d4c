import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Icon } from '../../../components/ui/icon';
import { useT } from '../../../lib/i18n';
import { useFreeze } from '../kill-switch.mutations';

export function FreezeButton(): ReactNode {
  const t = useT();
  const freeze = useFreeze();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    freeze.reset();
  };
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)} aria-haspopup="dialog">
        <Icon name="freeze" />
        {t('kill.button')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title={t('kill.title')}
        submit={t('kill.submit')}
        word={t('kill.word')}
        isBusy={freeze.isPending}
        error={freeze.error}
        onConfirm={() => freeze.mutate(undefined, { onSuccess: close })}
      >
        <div className="grid gap-2">
          <p>{t('kill.will')}</p>
          <ul className="list-disc pl-5">
            <li>{t('kill.will.sessions')}</li>
            <li>{t('kill.will.waiting')}</li>
            <li>{t('kill.will.wallets')}</li>
          </ul>
          <p className="text-soft">{t('kill.willNot')}</p>
        </div>
      </ConfirmDialog>
    </>
  );
}
