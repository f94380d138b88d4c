import type { WalletDetail } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Facts } from '../../../components/ui/facts';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useResume, useSuspend, useTerminate } from '../wallets.mutations';

type Act = 'suspend' | 'resume' | 'terminate';

interface Question {
  readonly act: Act;
  readonly wallet: WalletDetail;
}

export function WalletActs({ wallet }: { readonly wallet: WalletDetail }): ReactNode {
  const t = useT();
  const { about, isOpen, ask, close } = useAsked<Question>();
  const acts: readonly Act[] = [wallet.status === 'ACTIVE' ? 'suspend' : 'resume', 'terminate'];
  return (
    <>
      {wallet.status !== 'TERMINATED' &&
        acts.map((act, place) => (
          // By place: the one that had the focus is still there when it says the opposite.
          <Button
            key={place === 0 ? 'toggle' : act}
            look={act === 'terminate' ? 'danger' : 'plain'}
            onClick={() => ask({ act, wallet })}
            aria-haspopup="dialog"
          >
            {t(`wallets.${act}`)}
          </Button>
        ))}
      {about !== undefined && <ActDialog {...about} isOpen={isOpen} onClose={close} />}
    </>
  );
}

interface ActDialogProps extends Question {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Each act repeats what it does and to which wallet; the one that cannot be taken back wants the wallet's name. */
function ActDialog({ act, wallet, isOpen, onClose }: ActDialogProps): ReactNode {
  const t = useT();
  const writes = { suspend: useSuspend(), resume: useResume(), terminate: useTerminate() };
  const write = writes[act];
  const close = (): void => {
    onClose();
    write.reset();
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={t(`wallets.${act}.title`)}
      submit={t(`wallets.${act}`)}
      isGentle={act === 'resume'}
      {...(act === 'terminate' ? { word: wallet.name.trim() } : {})}
      isBusy={write.isPending}
      error={write.error}
      onConfirm={() => write.mutate(wallet.id, { onSuccess: close })}
    >
      <p>{t(`wallets.${act}.text`)}</p>
      <Facts
        facts={[
          { name: t('wallets.name'), value: safeText(wallet.name, 100) },
          { name: t('wallets.address'), value: <Address address={wallet.address} /> },
        ]}
      />
    </ConfirmDialog>
  );
}
