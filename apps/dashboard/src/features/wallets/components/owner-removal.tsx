import type { WalletDetail } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { Notice } from '../../../components/ui/notice';
import { Countdown, ExactTime } from '../../../components/ui/time';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import { useKeepOwner, useRemoveOwner } from '../wallets.mutations';
import { SignedAct, type OwnedWallet } from './signed-act';

/** The owner goes: at once with a signature, after a delay without one. An address that was never proven goes at once. */
export function OwnerRemoval({ wallet }: { readonly wallet: OwnedWallet }): ReactNode {
  const t = useT();
  const signed = useRemoveOwner();
  const { about, isOpen, ask, close } = useAsked<OwnedWallet>();
  const { id } = wallet;
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
      <Button onClick={() => ask(wallet)} aria-haspopup="dialog">
        {t(`owned.remove.${kindOf(wallet)}`)}
      </Button>
      {about !== undefined && <RemoveDialog wallet={about} isOpen={isOpen} onClose={close} />}
    </>
  );
}

const kindOf = ({ ownerState }: OwnedWallet): 'lost' | 'unproven' => (ownerState === 'LOCKED' ? 'lost' : 'unproven');

interface RemoveDialogProps {
  readonly wallet: OwnedWallet;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RemoveDialog({ wallet, isOpen, onClose }: RemoveDialogProps): ReactNode {
  const t = useT();
  const remove = useRemoveOwner();
  const kind = kindOf(wallet);
  const close = (): void => {
    onClose();
    remove.reset();
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={t(`owned.remove.${kind}`)}
      submit={t('owned.remove.submit')}
      {...(kind === 'lost' ? { word: t('owned.remove.word') } : {})}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: wallet.id }, { onSuccess: close })}
    >
      <p>{t(`owned.remove.${kind}.text`)}</p>
      <Address address={wallet.ownerAddress} />
    </ConfirmDialog>
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
