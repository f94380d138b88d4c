import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Button, ButtonLink } from '../../../components/ui/button';
import { TextField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { useT } from '../../../lib/i18n';
import { walletQueries } from '../wallets.queries';
import { WalletTable } from './wallet-table';

/** Rows drawn at once: a list of ten thousand stays as quick as one of ten. */
const PAGE = 50;

export function WalletList(): ReactNode {
  const t = useT();
  const query = useQuery(walletQueries.list());
  const [wanted, setWanted] = useState('');
  const [shown, setShown] = useState(PAGE);
  const isWanted = (text: string): boolean => text.toLowerCase().includes(wanted.trim().toLowerCase());
  return (
    <QueryView query={query}>
      {({ items }) => {
        if (items.length === 0) {
          return (
            <Empty title={t('wallets.none')}>
              <p>{t('wallets.none.lead')}</p>
              <ButtonLink to="/wallets/new" look="primary">
                {t('wallets.new')}
              </ButtonLink>
            </Empty>
          );
        }
        const found = items.filter(({ name, address, id }) => isWanted(name) || isWanted(address) || isWanted(id));
        return (
          <div className="grid gap-4">
            <div className="max-w-sm">
              <TextField
                label={t('wallets.find')}
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
                type="search"
              />
            </div>
            {found.length === 0 ? <Empty title={t('wallets.notFound')} /> : <WalletTable wallets={found.slice(0, shown)} />}
            {found.length > shown && (
              <Button onClick={() => setShown(shown + PAGE)} className="justify-self-center">
                {t('states.more')}
              </Button>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}
