import { useQuery } from '@tanstack/react-query';
import type { ValueResponse, ValueSum, WalletValue } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { formatUsd, groupDigits } from '../../../lib/format-amount';
import { safeText } from '../../../lib/safe-text';
import { oversightQueries } from '../oversight.queries';
import { useOversightText } from '../oversight-text';

const SHOWN = 6;

/** What there is, and what is not counted in it: a sum with a gap says "at least". */
export function ValuePanel(): ReactNode {
  const t = useOversightText();
  const query = useQuery(oversightQueries.value());
  return (
    <Section title={t('value.title')}>
      <QueryView query={query}>
        {(value) => (value.data.length === 0 ? <Empty title={t('value.none')} /> : <Values value={value} />)}
      </QueryView>
    </Section>
  );
}

function Values({ value: { mainnet, testnet, data, wallets } }: { readonly value: ValueResponse }): ReactNode {
  const t = useOversightText();
  const sorted = data.toSorted((one, other) => Number(other.usd) - Number(one.usd));
  return (
    <>
      <dl className="grid grid-cols-2 gap-4">
        <Sum name={t('value.mainnet')} sum={mainnet} />
        <Sum name={t('value.testnet')} sum={testnet} />
      </dl>
      <ul className="grid gap-1 text-sm">
        {sorted.slice(0, SHOWN).map((wallet) => (
          <Row key={wallet.walletId} wallet={wallet} />
        ))}
      </ul>
      <Gaps data={data} />
      {wallets > data.length && <p className="text-sm text-soft">{t('value.some', { count: data.length, total: wallets })}</p>}
    </>
  );
}

function Sum({ name, sum: { usd, isComplete } }: { readonly name: string; readonly sum: ValueSum }): ReactNode {
  const t = useOversightText();
  return (
    <div className="grid content-start gap-1">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums sm:text-2xl">
        {!isComplete && <span className="mr-2 text-sm font-normal text-warn">{t('value.atLeast')}</span>}
        {formatUsd(usd)} <span className="text-sm font-normal text-soft">USD</span>
      </dd>
    </div>
  );
}

function Row({ wallet: { walletId, walletName, usd } }: { readonly wallet: WalletValue }): ReactNode {
  return (
    <li className="flex min-h-7 flex-wrap items-center justify-between gap-x-4">
      <Link to={`/wallets/${walletId}`} className="text-accent underline-offset-4 hover:underline">
        {safeText(walletName, 40)}
      </Link>
      <span className="tabular-nums">{formatUsd(usd)}</span>
    </li>
  );
}

function Gaps({ data }: { readonly data: readonly WalletValue[] }): ReactNode {
  const t = useOversightText();
  const assets = data.flatMap(({ unpriced }) => unpriced);
  const networks = new Set(data.flatMap(({ failed }) => failed.map(({ network }) => safeText(network))));
  const named = assets
    .slice(0, SHOWN)
    .map(
      ({ balanceFormatted, symbol, network }) =>
        `${groupDigits(balanceFormatted)} ${safeText(symbol, 20)} (${safeText(network)})`,
    );
  return (
    <>
      {assets.length > 0 && (
        <p className="text-sm text-warn">
          {t('value.unpriced', { assets: `${named.join(', ')}${assets.length > SHOWN ? ' …' : ''}` })}
        </p>
      )}
      {networks.size > 0 && <p className="text-sm text-warn">{t('value.failed', { networks: [...networks].join(', ') })}</p>}
    </>
  );
}
