import type { ReactNode } from 'react';
import { ButtonLink } from '../../../components/ui/button';
import { Empty } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';

/** Where something needs a wallet and there is none: the way to the first. */
export function NoWallets(): ReactNode {
  const t = useT();
  return (
    <Empty title={t('wallets.none')}>
      <p>{t('wallets.none.lead')}</p>
      <ButtonLink to="/wallets/new" look="primary">
        {t('wallets.new')}
      </ButtonLink>
    </Empty>
  );
}
