import { useQuery } from '@tanstack/react-query';
import type { InboxItem, OwnerSessionWallet } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { memoFact } from '../../../components/transaction/memo';
import { TransactionHash } from '../../../components/transaction/transaction-hash';
import { TransactionStatus } from '../../../components/transaction/transaction-status';
import { Address } from '../../../components/ui/address';
import { Facts, type Fact } from '../../../components/ui/facts';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Countdown, ExactTime } from '../../../components/ui/time';
import { useT, type Translate } from '../../../lib/i18n';
import { useOwnedWallet } from '../../../lib/owner-session';
import { readRequest } from '../../../lib/request-text';
import { safeText } from '../../../lib/safe-text';
import type { Chain } from '../../../lib/signing-wallets';
import { approvalQueries } from '../approvals.queries';
import { DecisionPanel } from './decision-panel';
import { amountOf, Effect, kindName } from './effect';
import { Warnings } from './warnings';

function Operations({ item }: { readonly item: InboxItem }): ReactNode {
  const t = useT();
  if (item.decoded.operations.length < 2) return null;
  return (
    <ol className="grid gap-3">
      {item.decoded.operations.map((operation, index) => (
        <li key={`${String(index)}-${operation.kind}`} className="grid gap-1 rounded-lg bg-raised p-3">
          <span className="font-medium">
            {index + 1}. {kindName(operation.kind, t)} · {amountOf(operation, t)}
          </span>
          {operation.target !== null && <Address address={safeText(operation.target)} />}
          {operation.selector !== null && <span className="font-mono text-sm text-soft">{safeText(operation.selector)}</span>}
        </li>
      ))}
    </ol>
  );
}

function From({ wallet: { name, address } }: { readonly wallet: OwnerSessionWallet }): ReactNode {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <span className="font-medium">{safeText(name, 100)}</span>
      <Address address={address} />
    </span>
  );
}

/** What time is left, while it waits. */
function timeLeft({ transaction, expiresAt }: InboxItem, t: Translate): Fact | null {
  const { status, executeAt } = transaction;
  const until = executeAt ?? expiresAt;
  if (until === null || status !== 'QUEUED') return null;
  return { name: t(executeAt === null ? 'approvals.expiresIn' : 'approvals.runsIn'), value: <Countdown to={until} /> };
}

/** Of a request that was refused, the words of who did. */
function refusal({ status, error }: InboxItem['transaction'], t: Translate): Fact | null {
  if (status !== 'CANCELLED' || error === null) return null;
  return { name: t('transactions.refused'), value: <span className="break-words">{safeText(error, 500)}</span> };
}

function Particulars({ item }: { readonly item: InboxItem }): ReactNode {
  const t = useT();
  const { transaction, decoded } = item;
  const { status, waitReason, network, txHash, createdAt, walletId } = transaction;
  const selector = decoded.operations[0]?.selector ?? null;
  const wallet = useOwnedWallet(walletId);
  const facts: readonly (Fact | null)[] = [
    wallet === undefined ? null : { name: t('approvals.from'), value: <From wallet={wallet} /> },
    // Of the request that is hashed and signed, not of the row beside it.
    memoFact(readRequest(item.request)?.memo ?? null, network, t),
    { name: t('approvals.state'), value: <TransactionStatus {...{ status, waitReason }} /> },
    { name: t('approvals.asked'), value: <ExactTime at={createdAt} /> },
    timeLeft(item, t),
    refusal(transaction, t),
    selector === null ? null : { name: t('approvals.method'), value: <code>{safeText(selector)}</code> },
    txHash === null ? null : { name: t('transactions.hash'), value: <TransactionHash {...{ network, hash: txHash }} /> },
    { name: t('approvals.request'), value: <code className="text-sm break-all">{item.requestHash}</code> },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

interface ApprovalDetailProps {
  readonly id: string;
  readonly owner: { readonly address: string; readonly chain: Chain };
}

export function ApprovalDetail({ id, owner }: ApprovalDetailProps): ReactNode {
  const t = useT();
  const query = useQuery(approvalQueries.item(id));
  return (
    <QueryView query={query}>
      {(item) =>
        item === null ? (
          <Empty title={t('approvals.notYours')} />
        ) : (
          <div className="grid gap-6">
            <Section title={t('approvals.effect')}>
              <Effect item={item} hasLinks />
              <Operations item={item} />
              <Warnings item={item} />
              <Particulars item={item} />
            </Section>
            <DecisionPanel item={item} owner={owner} />
          </div>
        )
      }
    </QueryView>
  );
}
