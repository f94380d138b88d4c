import type { ReactNode } from 'react';
import { Navigate } from 'react-router';
import { Page } from '../components/ui/page';
import { OwnedWallets } from '../features/wallets/components/owned-wallets';
import { useT } from '../lib/i18n';
import { loginStore } from '../lib/login-store';
import { useStore } from '../lib/use-store';

/** For owners alone: an admin has the pages of the wallets. */
export function OwnedWalletsPage(): ReactNode {
  const t = useT();
  const { owner } = useStore(loginStore);
  if (owner === undefined) return <Navigate to="/wallets" replace />;
  return (
    <Page title={t('owned.title')} lead={t('owned.lead')}>
      <OwnedWallets />
    </Page>
  );
}
