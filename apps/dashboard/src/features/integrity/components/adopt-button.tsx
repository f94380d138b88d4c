import type { IntegrityReport } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { useAsked } from '../../../components/ui/use-asked';
import type { useAdopt } from '../integrity.mutations';
import { useIntegrityText } from '../integrity-text';

interface AdoptButtonProps {
  readonly report: IntegrityReport;
  /** Of the page: the button is gone once it is done. */
  readonly adopt: ReturnType<typeof useAdopt>;
}

/** The admin's word for exactly what the page showed when the dialog was opened: what is altered meanwhile makes the daemon refuse. */
export function AdoptButton({ report, adopt }: AdoptButtonProps): ReactNode {
  const t = useIntegrityText();
  const asked = useAsked<Pick<IntegrityReport, 'digest' | 'total'>>();
  const close = (): void => {
    asked.close();
    if (adopt.isError) adopt.reset();
  };
  const confirm = (): void => {
    if (asked.about !== undefined) adopt.mutate({ digest: asked.about.digest }, { onSuccess: asked.close });
  };
  return (
    <>
      <Button look="danger" className="justify-self-start" aria-haspopup="dialog" onClick={() => asked.ask(report)}>
        {t('adopt.button')}
      </Button>
      <ConfirmDialog
        isOpen={asked.isOpen}
        onClose={close}
        title={t('adopt.title')}
        submit={t('adopt.submit')}
        word={t('adopt.word')}
        isBusy={adopt.isPending}
        error={adopt.error}
        onConfirm={confirm}
      >
        <p>{t('adopt.text', { count: asked.about?.total ?? 0 })}</p>
        <p className="text-soft">{t('adopt.text.record')}</p>
      </ConfirmDialog>
    </>
  );
}
