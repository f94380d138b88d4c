import { useQuery } from '@tanstack/react-query';
import type { TransactionDetailResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { memoFact } from '../../../components/transaction/memo';
import { TransactionHash } from '../../../components/transaction/transaction-hash';
import { TransactionStatus } from '../../../components/transaction/transaction-status';
import { Address } from '../../../components/ui/address';
import { ExplorerLink } from '../../../components/ui/explorer-link';
import { Facts, type Fact } from '../../../components/ui/facts';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Countdown, ExactTime } from '../../../components/ui/time';
import { denialText, reasonText, useEngineText } from '../../../lib/engine-words';
import { useEndText } from '../../../lib/error-text';
import { formatUsd, groupDigits } from '../../../lib/format-amount';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { walletDetail } from '../../../lib/wallet-detail';
import { transactionQueries } from '../transactions.queries';
import { ReplaceActs } from './replace-acts';
import { Timeline } from './timeline';
import { KindName } from './transaction-table';

/** By its name, where that is known by now. */
function WalletLink({ id }: { readonly id: string }): ReactNode {
  const { data, isPending } = useQuery(walletDetail(id));
  return (
    <Link to={`/wallets/${id}`} className="text-accent underline-offset-4 hover:underline">
      {isPending ? '…' : safeText(data?.name ?? id, 100)}
    </Link>
  );
}

function What({ transaction }: { readonly transaction: TransactionDetailResponse }): ReactNode {
  const t = useT();
  const { toAddress, txHash, executeAt, expiresAt, status, waitReason } = transaction;
  const until = executeAt ?? expiresAt;
  const facts: readonly (Fact | null)[] = [
    { name: t('approvals.state'), value: <TransactionStatus {...{ status, waitReason }} /> },
    { name: t('approvals.from'), value: <WalletLink id={transaction.walletId} /> },
    status === 'QUEUED' && until !== null
      ? { name: t(executeAt === null ? 'approvals.expiresIn' : 'approvals.runsIn'), value: <Countdown to={until} /> }
      : null,
    toAddress === null
      ? null
      : {
          name: t('approvals.to'),
          value: (
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Address address={safeText(toAddress)} />
              <ExplorerLink network={transaction.network} kind="address" id={toAddress} />
            </span>
          ),
        },
    { name: t('approvals.network'), value: safeText(transaction.network) },
    memoFact(transaction.memo, transaction.network, t),
    { name: t('approvals.asked'), value: <ExactTime at={transaction.createdAt} /> },
    txHash === null
      ? null
      : {
          name: t('transactions.hash'),
          value: <TransactionHash network={transaction.network} hash={txHash} />,
        },
    { name: t('approvals.request'), value: <code className="text-sm break-all">{transaction.requestHash}</code> },
  ];
  return (
    <Section title={t('approvals.effect')}>
      <p className="flex flex-wrap items-baseline gap-3">
        <span className="text-sm text-soft">
          <KindName kind={transaction.type} />
        </span>
        <span className="text-2xl font-semibold tracking-tight break-all">
          {groupDigits(transaction.amountFormatted ?? '')} {safeText(transaction.amountSymbol ?? '', 40)}
        </span>
      </p>
      <Facts facts={facts.filter((fact) => fact !== null)} />
    </Section>
  );
}

function Decision({ decision }: { readonly decision: TransactionDetailResponse['decision'] }): ReactNode {
  const t = useT();
  const engine = useEngineText();
  const why = reasonText(decision, engine);
  const reason = `approvals.reason.${decision.approvalReason ?? ''}`;
  const facts: readonly (Fact | null)[] = [
    { name: t('transactions.verdict'), value: t(decision.allowed ? 'transactions.allowed' : 'transactions.denied') },
    decision.tier === null ? null : { name: t('transactions.tier'), value: t(`tier.${decision.tier}`) },
    decision.denyCode === null ? null : { name: t('transactions.rule'), value: <Denied code={decision.denyCode} /> },
    decision.usd === null ? null : { name: t('approvals.value'), value: `${formatUsd(safeText(decision.usd))} USD` },
  ];
  return (
    <Section title={t('transactions.decision')}>
      <Facts facts={facts.filter((fact) => fact !== null)} />
      {why !== undefined && <p className="wrap-anywhere">{why}</p>}
      {isMessageKey(reason) && <p className="text-soft">{t(reason)}</p>}
    </Section>
  );
}

function Denied({ code }: { readonly code: string }): ReactNode {
  return (
    <span className="grid gap-0.5">
      {denialText(code, useEngineText())}
      <code className="text-sm text-soft">{safeText(code, 80)}</code>
    </span>
  );
}

/** Why it ended; of a request that somebody refused, what they said. */
function Problem({ transaction }: { readonly transaction: TransactionDetailResponse }): ReactNode {
  const t = useT();
  const endText = useEndText();
  const engine = useEngineText();
  const { status, error, errorCode, decision } = transaction;
  if (error === null && errorCode === null) return null;
  if (status === 'CANCELLED') {
    return (
      <Notice tone="info" title={error === null ? endText(errorCode, error) : t('transactions.refused')}>
        {error !== null && <p className="break-words">{safeText(error, 500)}</p>}
      </Notice>
    );
  }
  const denied = status === 'DENIED' ? reasonText(decision, engine) : undefined;
  return (
    <Notice tone={status === 'EXPIRED' ? 'info' : 'danger'} title={denied ?? endText(errorCode, error)}>
      {errorCode !== null && <code className="text-sm">{safeText(errorCode)}</code>}
    </Notice>
  );
}

export function TransactionDetail({ id }: { readonly id: string }): ReactNode {
  const query = useQuery(transactionQueries.detail(id));
  return (
    <QueryView query={query}>
      {(transaction) => (
        <div className="grid gap-6">
          <Problem transaction={transaction} />
          <What transaction={transaction} />
          <ReplaceActs transaction={transaction} />
          <div className="grid items-start gap-6 xl:grid-cols-2">
            <Timeline transaction={transaction} />
            <Decision decision={transaction.decision} />
          </div>
        </div>
      )}
    </QueryView>
  );
}
