import type { UseMutationResult } from '@tanstack/react-query';
import type { WalletDetail } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Facts } from '../../../components/ui/facts';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useResume, useSuspend, useTerminate } from '../wallets.mutations';

type Act = 'suspend' | 'resume' | 'terminate';

interface ActButtonProps {
  readonly act: Act;
  readonly wallet: WalletDetail;
  readonly write: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending' | 'error' | 'reset'>;
}

/** Each act repeats what it does and to which wallet; the one that cannot be taken back wants the wallet's name. */
function ActButton({ act, wallet, write }: ActButtonProps): ReactNode {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    write.reset();
  };
  return (
    <>
      <Button look={act === 'terminate' ? 'danger' : 'plain'} onClick={() => setOpen(true)} aria-haspopup="dialog">
        {t(`wallets.${act}`)}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title={t(`wallets.${act}.title`)}
        submit={t(`wallets.${act}`)}
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
    </>
  );
}

export function WalletActs({ wallet }: { readonly wallet: WalletDetail }): ReactNode {
  const suspend = useSuspend();
  const resume = useResume();
  const terminate = useTerminate();
  if (wallet.status === 'TERMINATED') return null;
  return (
    <>
      {wallet.status === 'ACTIVE' ? (
        <ActButton act="suspend" wallet={wallet} write={suspend} />
      ) : (
        <ActButton act="resume" wallet={wallet} write={resume} />
      )}
      <ActButton act="terminate" wallet={wallet} write={terminate} />
    </>
  );
}
