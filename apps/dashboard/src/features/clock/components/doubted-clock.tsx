import type { AdminStatus } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Facts } from '../../../components/ui/facts';
import { Notice } from '../../../components/ui/notice';
import { ExactTime } from '../../../components/ui/time';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import { useConfirmClock } from '../clock.mutations';

type Clocks = Pick<AdminStatus, 'checks' | 'timestamp'>;

/** On every page while the clock is in doubt: what is held back by it, and the admin's word that ends it. */
export function DoubtedClock({ status }: { readonly status: Clocks | undefined }): ReactNode {
  const t = useT();
  const isInDoubt = status?.checks.some(({ name, ok }) => name === 'clock' && !ok) ?? false;
  if (status === undefined || !isInDoubt) return null;
  return (
    <Notice tone="danger" title={t('clock.doubt')}>
      <p>{t('clock.doubt.text')}</p>
      <p>{t('clock.doubt.do')}</p>
      <ConfirmButton counted={status.timestamp} />
    </Notice>
  );
}

interface Times {
  readonly daemon: number;
  readonly browser: number;
}

function ConfirmButton({ counted }: { readonly counted: number }): ReactNode {
  const t = useT();
  const confirm = useConfirmClock();
  const asked = useAsked<Times>();
  const close = (): void => {
    asked.close();
    confirm.reset();
  };
  const ask = (): void => asked.ask({ daemon: counted, browser: Math.floor(Date.now() / 1000) });
  return (
    <>
      <Button onClick={ask} aria-haspopup="dialog" className="mt-1 justify-self-start">
        {t('clock.confirm')}
      </Button>
      <ConfirmDialog
        isOpen={asked.isOpen}
        onClose={close}
        title={t('clock.confirm.title')}
        submit={t('clock.confirm.submit')}
        isBusy={confirm.isPending}
        error={confirm.error}
        onConfirm={() => confirm.mutate(undefined, { onSuccess: close })}
      >
        <p>{t('clock.confirm.text')}</p>
        {asked.about !== undefined && (
          <Facts
            facts={[
              { name: t('clock.confirm.daemon'), value: <ExactTime at={asked.about.daemon} /> },
              { name: t('clock.confirm.browser'), value: <ExactTime at={asked.about.browser} /> },
            ]}
          />
        )}
      </ConfirmDialog>
    </>
  );
}
