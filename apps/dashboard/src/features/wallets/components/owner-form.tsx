import type { WalletDetail } from '@waiaas/api-types';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useSetOwner } from '../wallets.mutations';

export function OwnerForm({ wallet }: { readonly wallet: WalletDetail }): ReactNode {
  const t = useT();
  const setOwner = useSetOwner();
  const [address, setAddress] = useState('');
  const isAnother = wallet.ownerAddress !== null;
  const warning = setOwner.data?.warning ?? null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!setOwner.isPending) setOwner.mutate({ id: wallet.id, address: address.trim() }, { onSuccess: () => setAddress('') });
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <TextField
        label={t(isAnother ? 'wallets.owner.another' : 'wallets.owner.address')}
        hint={t('wallets.owner.address.hint')}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        spellCheck={false}
        maxLength={100}
        required
      />
      <ErrorNotice error={setOwner.error} />
      {warning !== null && <Notice tone="warn" title={safeText(warning)} />}
      <Button type="submit" isBusy={setOwner.isPending} className="justify-self-start">
        {t(isAnother ? 'wallets.owner.change' : 'wallets.owner.set')}
      </Button>
    </form>
  );
}
