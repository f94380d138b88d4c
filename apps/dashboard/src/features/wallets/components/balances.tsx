import { useQuery } from '@tanstack/react-query';
import type { NetworkBalance } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { formatAmount } from '../../../lib/format-amount';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { walletQueries } from '../wallets.queries';

function Balance({ balance }: { readonly balance: NetworkBalance }): ReactNode {
  const t = useT();
  const { error, balance: amount, decimals, symbol } = balance;
  if (amount !== undefined && decimals !== undefined) {
    return (
      <span className="font-semibold tabular-nums">
        {formatAmount(amount, decimals)} {safeText(symbol ?? '')}
      </span>
    );
  }
  const key = `error.${error ?? ''}`;
  return <span className="text-sm text-soft">{isMessageKey(key) ? t(key) : safeText(error ?? t('states.unknown'))}</span>;
}

/** Networks that nobody set a node for would only be noise, one by one. */
const isAnswered = ({ error }: NetworkBalance): boolean => error !== 'ADAPTER_NOT_AVAILABLE';
const nameOf = ({ network }: NetworkBalance): string => safeText(network);

export function Balances({ walletId }: { readonly walletId: string }): ReactNode {
  const t = useT();
  const query = useQuery(walletQueries.balances(walletId));
  return (
    <Section title={t('wallets.balances')}>
      <QueryView query={query}>
        {({ balances }) =>
          balances.length === 0 ? (
            <Empty title={t('states.none')} />
          ) : (
            <>
              <ul className="grid gap-2">
                {balances.filter(isAnswered).map((balance) => (
                  <li key={balance.network} className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <span className="text-soft">{safeText(balance.network)}</span>
                    <Balance balance={balance} />
                  </li>
                ))}
              </ul>
              {!balances.every(isAnswered) && (
                <p className="text-sm text-soft">
                  {t('wallets.balances.noNode', {
                    networks: balances
                      .filter((one) => !isAnswered(one))
                      .map(nameOf)
                      .join(', '),
                  })}
                </p>
              )}
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
