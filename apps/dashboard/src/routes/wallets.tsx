import type { ReactNode } from 'react';
import { ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { WalletList } from '../features/wallets/components/wallet-list';
import { useT } from '../lib/i18n';

export function Wallets(): ReactNode {
  const t = useT();
  const actions = (
    <>
      <ButtonLink to="/wallets/import">{t('wallets.importLink')}</ButtonLink>
      <ButtonLink to="/wallets/new" look="primary">
        {t('wallets.new')}
      </ButtonLink>
    </>
  );
  return (
    <Page title={t('wallets.title')} actions={actions}>
      <WalletList />
    </Page>
  );
}
