import type { CreateWalletResponse } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { TokenOnce } from '../features/sessions/components/token-once';
import { CreateWalletForm } from '../features/wallets/components/create-wallet-form';
import { useT } from '../lib/i18n';
import { safeText } from '../lib/safe-text';

export function NewWallet(): ReactNode {
  return <WalletMaker isImport={false} />;
}

export function ImportWallet(): ReactNode {
  return <WalletMaker isImport />;
}

function WalletMaker({ isImport }: { readonly isImport: boolean }): ReactNode {
  const t = useT();
  // In the memory of this page alone: gone when it is left.
  const [made, setMade] = useState<CreateWalletResponse>();
  if (made === undefined) {
    return (
      <Page title={t(isImport ? 'wallets.importLink' : 'wallets.new')}>
        <div className="card p-6">
          <CreateWalletForm isImport={isImport} onDone={setMade} />
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('wallets.made', { name: safeText(made.name, 60) })}>
      <div className="card grid gap-5 p-6">
        {made.session !== null && <TokenOnce token={made.session.token} />}
        <ButtonLink to={`/wallets/${made.id}`} look="primary" className="justify-self-start">
          {t('wallets.made.look')}
        </ButtonLink>
      </div>
    </Page>
  );
}
