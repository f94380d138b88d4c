import type { OwnerChallengeAction, WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { ActSigning } from '../../../components/signing/act-signing';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import type { OwnerHeaders } from '../../../lib/owner-signature';

export type OwnedWallet = Pick<WalletItem, 'id' | 'name' | 'chain' | 'environment' | 'address' | 'ownerState'> & {
  readonly ownerAddress: string;
};

interface SignedActProps {
  readonly wallet: OwnedWallet;
  readonly action: Extract<OwnerChallengeAction, 'verify' | 'resume' | 'remove-owner'>;
  readonly look?: 'primary' | 'danger' | 'plain';
  readonly write: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly reset: () => void;
  };
  readonly onSigned: (headers: OwnerHeaders, close: () => void) => void;
}

/** An act of the owner on one wallet: the text is asked for, held against the page, and signed. */
export function SignedAct({ wallet, action, look = 'plain', write, onSigned }: SignedActProps): ReactNode {
  const t = useT();
  const asked = useAsked<OwnedWallet>();
  const { id, address, chain, ownerAddress } = asked.about ?? wallet;
  const close = (): void => {
    asked.close();
    write.reset();
  };
  return (
    <>
      <Button look={look} onClick={() => asked.ask(wallet)} aria-haspopup="dialog">
        {t(`owned.${action}`)}
      </Button>
      <Dialog isOpen={asked.isOpen} onClose={close} title={t(`owned.${action}.title`)} description={t(`owned.${action}.text`)}>
        <ActSigning
          wanted={{ action, address: ownerAddress, chain, wallet: { id, address } }}
          request={{ action, address: ownerAddress, chain, walletId: id }}
          submit={t(`owned.${action}`)}
          isBusy={write.isPending}
          error={write.error}
          onSigned={(headers) => onSigned(headers, close)}
        />
        <Button onClick={close} className="justify-self-end">
          {t('states.cancel')}
        </Button>
      </Dialog>
    </>
  );
}
