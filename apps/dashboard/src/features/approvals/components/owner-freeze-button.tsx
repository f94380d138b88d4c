import { useState, type ReactNode } from 'react';
import { ActSigning } from '../../../components/signing/act-signing';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { Icon } from '../../../components/ui/icon';
import { useT } from '../../../lib/i18n';
import type { Chain } from '../../../lib/signing-wallets';
import { useOwnerFreeze } from '../approvals.mutations';

/** An owner's own brake: it stops the wallets that this owner has proven to own, and no others. */
export function OwnerFreezeButton({ owner }: { readonly owner: { readonly address: string; readonly chain: Chain } }): ReactNode {
  const t = useT();
  const freeze = useOwnerFreeze();
  const [isOpen, setOpen] = useState(false);
  const { address, chain } = owner;
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
      <Dialog isOpen={isOpen} onClose={close} title={t('approvals.freeze')} description={t('approvals.freeze.text')}>
        <ActSigning
          wanted={{ action: 'freeze', address, chain }}
          request={{ action: 'freeze', address, chain }}
          submit={t('approvals.freeze')}
          isBusy={freeze.isPending}
          error={freeze.error}
          onSigned={(headers) => freeze.mutate(headers, { onSuccess: close })}
        />
        <Button onClick={close} className="justify-self-end">
          {t('states.cancel')}
        </Button>
      </Dialog>
    </>
  );
}
