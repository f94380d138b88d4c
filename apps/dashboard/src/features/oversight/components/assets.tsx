import { useQuery } from '@tanstack/react-query';
import type { NetworkAssets, WalletAsset } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { formatAmount, formatUsd } from '../../../lib/format-amount';
import { isMessageKey } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { oversightQueries } from '../oversight.queries';
import { useOversightText } from '../oversight-text';

/** Networks that nobody set a node for would only be noise, one by one. */
const isAnswered = ({ error }: NetworkAssets): boolean => error !== 'ADAPTER_NOT_AVAILABLE';

/** What the wallet holds, tokens too, network by network. */
export function Assets({ walletId }: { readonly walletId: string }): ReactNode {
  const t = useOversightText();
  const query = useQuery(oversightQueries.assets(walletId));
  return (
    <Section title={t('wallets.balances')}>
      <QueryView query={query}>
        {({ networkAssets }) => {
          const answered = networkAssets.filter(isAnswered);
          const silent = networkAssets.filter((one) => !isAnswered(one)).map(({ network }) => safeText(network));
          return (
            <>
              {answered.length === 0 && <Empty title={t('states.none')} />}
              {answered.map((one) => (
                <Network key={one.network} answer={one} />
              ))}
              {silent.length > 0 && <p className="text-sm text-soft">{t('assets.noNode', { networks: silent.join(', ') })}</p>}
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}

function Network({ answer: { network, assets, error } }: { readonly answer: NetworkAssets }): ReactNode {
  const t = useOversightText();
  const key = `error.${error ?? ''}`;
  return (
    <div className="grid gap-2">
      <h3 className="text-sm text-soft">{safeText(network)}</h3>
      {assets === undefined ? (
        <p className="text-sm text-warn">{isMessageKey(key) ? t(key) : safeText(error ?? t('states.unknown'))}</p>
      ) : (
        <ul className="grid gap-1.5">
          {assets.map((asset) => (
            <Row key={asset.mint} asset={asset} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ asset: { balance, decimals, symbol, name, isNative, displayValue } }: { readonly asset: WalletAsset }): ReactNode {
  const t = useOversightText();
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4">
      <span className="min-w-0 wrap-anywhere">
        <span className="font-semibold tabular-nums">
          {formatAmount(balance, decimals)} {safeText(symbol, 20)}
        </span>
        {!isNative && <span className="ml-2 text-sm text-soft">{safeText(name, 40)}</span>}
      </span>
      <span className="text-sm text-soft tabular-nums">
        {displayValue === undefined ? t('value.noPrice') : `${formatUsd(displayValue)} USD`}
      </span>
    </li>
  );
}
