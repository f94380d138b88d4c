import type { WalletDetail } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { Notice } from '../../../components/ui/notice';
import { Countdown, ExactTime } from '../../../components/ui/time';
import { useT } from '../../../lib/i18n';
import { useKeepOwner, useRemoveOwner } from '../wallets.mutations';
import { SignedAct, type OwnedWallet } from './signed-act';

/** The owner goes: at once with a signature, after a delay without one. An address that was never proven goes at once. */
export function OwnerRemoval({ wallet }: { readonly wallet: OwnedWallet }): ReactNode {
  const t = useT();
  const signed = useRemoveOwner();
  const remove = useRemoveOwner();
  const [isOpen, setOpen] = useState(false);
  const { id, ownerAddress } = wallet;
  const kind = wallet.ownerState === 'LOCKED' ? 'lost' : 'unproven';
  const close = (): void => {
    setOpen(false);
    remove.reset();
  };
  return (
    <>
      {wallet.ownerState === 'LOCKED' && (
        <SignedAct
          wallet={wallet}
          action="remove-owner"
          write={signed}
          onSigned={(headers, done) => signed.mutate({ id, headers }, { onSuccess: done })}
        />
      )}
      <Button onClick={() => setOpen(true)} aria-haspopup="dialog">
        {t(`owned.remove.${kind}`)}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={close}
        title={t(`owned.remove.${kind}`)}
        submit={t('owned.remove.submit')}
        {...(kind === 'lost' ? { word: t('owned.remove.word') } : {})}
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ id }, { onSuccess: close })}
      >
        <p>{t(`owned.remove.${kind}.text`)}</p>
        <Address address={ownerAddress} />
      </ConfirmDialog>
    </>
  );
}

interface PendingRemovalProps {
  readonly wallet: WalletDetail;
  readonly at: number;
}

export function PendingRemoval({ wallet, at }: PendingRemovalProps): ReactNode {
  const t = useT();
  const keep = useKeepOwner();
  return (
    <Notice tone="warn" title={t('owned.removal')}>
      <p>
        <ExactTime at={at} /> · <Countdown to={at} />
      </p>
      <ErrorNotice error={keep.error} />
      <Button onClick={() => keep.mutate(wallet.id)} isBusy={keep.isPending} className="justify-self-start">
        {t('owned.keep')}
      </Button>
    </Notice>
  );
}
