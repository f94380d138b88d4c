import { useQuery } from '@tanstack/react-query';
import type { ValueResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { oversightQueries } from '../features/oversight/oversight.queries';
import { WalletList } from '../features/wallets/components/wallet-list';
import type { WalletValues } from '../features/wallets/components/wallet-table';
import { useT } from '../lib/i18n';

/** By wallet; of a sum with a gap nothing is said, since a list has no room for what is missing. */
function valuesOf({ data }: ValueResponse): WalletValues {
  const whole = data.filter(({ unpriced, failed }) => unpriced.length === 0 && failed.length === 0);
  return new Map(whole.map(({ walletId, usd }) => [walletId, usd]));
}

export function Wallets(): ReactNode {
  const t = useT();
  const { data: values } = useQuery({ ...oversightQueries.value(), select: valuesOf });
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
      <WalletList {...(values === undefined ? {} : { values })} />
    </Page>
  );
}
