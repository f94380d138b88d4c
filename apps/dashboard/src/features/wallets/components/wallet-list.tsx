import { useQuery } from '@tanstack/react-query';
import type { WalletItem } from '@waiaas/api-types';
import { memo, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { TextField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { useT } from '../../../lib/i18n';
import { walletQueries } from '../wallets.queries';
import { NoWallets } from './no-wallets';
import { WalletTable, type WalletValues } from './wallet-table';

/** Rows drawn at once: a list of ten thousand stays as quick as one of ten. */
const PAGE = 50;

const NOTHING_KNOWN: WalletValues = new Map();

export function WalletList({ values = NOTHING_KNOWN }: { readonly values?: WalletValues }): ReactNode {
  const t = useT();
  const query = useQuery(walletQueries.list());
  const [wanted, setWanted] = useState('');
  // The field answers at once; the list follows when there is time.
  const lookedFor = useDeferredValue(wanted);
  return (
    <QueryView query={query}>
      {({ items }) => {
        if (items.length === 0) return <NoWallets />;
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
            <Found wallets={items} wanted={lookedFor} values={values} />
          </div>
        );
      }}
    </QueryView>
  );
}

interface FoundProps {
  readonly wallets: readonly WalletItem[];
  readonly wanted: string;
  readonly values: WalletValues;
}

const Found = memo(function Found({ wallets, wanted, values }: FoundProps): ReactNode {
  const t = useT();
  const [shown, setShown] = useState(PAGE);
  const texts = useMemo(() => wallets.map(({ name, address, id }) => `${name}\n${address}\n${id}`.toLowerCase()), [wallets]);
  const part = wanted.trim().toLowerCase();
  const found = wallets.filter((_, index) => texts[index]?.includes(part) === true);
  if (found.length === 0) return <Empty title={t('wallets.notFound')} />;
  return (
    <>
      <WalletTable wallets={found.slice(0, shown)} values={values} />
      {found.length > shown && (
        <Button onClick={() => setShown(shown + PAGE)} className="justify-self-center">
          {t('states.more')}
        </Button>
      )}
    </>
  );
});
