import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { AdminTransaction } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { memoFact } from '../../../components/transaction/memo';
import { Address } from '../../../components/ui/address';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Facts, type Fact } from '../../../components/ui/facts';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Countdown } from '../../../components/ui/time';
import { useT, type Translate } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { showMore } from '../../../lib/show-more';
import { useNow } from '../../../lib/use-now';
import { useMasterVerdict, type Verdict } from '../approvals.mutations';
import { approvalQueries } from '../approvals.queries';
import { kindName } from './effect';
import { ReasonField } from './reason-field';

interface RowProps {
  readonly row: AdminTransaction;
  readonly hasOwner: boolean;
  readonly onDecide: (verdict: Verdict) => void;
}

function amountOf(row: AdminTransaction): string {
  return row.amountFormatted === null ? '' : `${row.amountFormatted} ${safeText(row.amountSymbol ?? '', 40)}`;
}

function Left({ row }: { readonly row: AdminTransaction }): ReactNode {
  const t = useT();
  const until = row.executeAt ?? row.expiresAt;
  if (until === null) return null;
  return (
    <span>
      {t(row.executeAt === null ? 'approvals.expiresIn' : 'approvals.runsIn')} <Countdown to={until} />
    </span>
  );
}

function Acts({ row, hasOwner, onDecide }: RowProps): ReactNode {
  const t = useT();
  const isApproval = row.waitReason === 'APPROVAL';
  const isOver = useNow((now) => row.executeAt === null && row.expiresAt !== null && row.expiresAt <= now);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isOver && <span className="text-sm text-soft">{t('approvals.ranOut')}</span>}
      {isApproval && !hasOwner && !isOver && (
        <Button look="primary" onClick={() => onDecide('approve')}>
          {t('approvals.approve')}
        </Button>
      )}
      {!isOver && <Button onClick={() => onDecide('reject')}>{t(isApproval ? 'approvals.reject' : 'approvals.cancel')}</Button>}
      <Link to={`/transactions/${row.id}`} className="px-2 text-accent underline underline-offset-4">
        {t('approvals.look')}
      </Link>
      {isApproval && hasOwner && <span className="text-sm text-soft">{t('approvals.ownerDecides')}</span>}
    </div>
  );
}

function Row({ row, hasOwner, onDecide }: RowProps): ReactNode {
  const t = useT();
  return (
    <li className="card grid gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-soft">
        <span>{safeText(row.walletName ?? row.walletId)}</span>
        <Left row={row} />
      </div>
      <p className="flex flex-wrap items-baseline gap-3">
        <span className="text-sm text-soft">{kindName(row.type, t)}</span>
        <span className="text-2xl font-semibold tracking-tight break-all">{amountOf(row)}</span>
        <Badge>{safeText(row.network)}</Badge>
      </p>
      {row.toAddress !== null && (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-sm text-soft">{t('approvals.to')}</span>
          <Address address={safeText(row.toAddress)} />
        </p>
      )}
      <Acts row={row} hasOwner={hasOwner} onDecide={onDecide} />
    </li>
  );
}

/** Everything that waits, in all wallets. The admin says yes where there is no owner, and no anywhere. */
export function AdminQueue(): ReactNode {
  const t = useT();
  const query = useInfiniteQuery(approvalQueries.queue());
  const { data: wallets } = useQuery(approvalQueries.owners());
  const [asked, setAsked] = useState<{ readonly row: AdminTransaction; readonly verdict: Verdict }>();
  const owned = new Set(wallets?.items.filter(({ ownerAddress }) => ownerAddress !== null).map(({ id }) => id));
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        return (
          <>
            {items.length === 0 && <Empty title={t('approvals.none.pending')} />}
            <ul className="grid gap-4">
              {items.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  hasOwner={wallets === undefined || owned.has(row.walletId)}
                  onDecide={(verdict) => setAsked({ row, verdict })}
                />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button onClick={() => void showMore(query)} isBusy={query.isFetchingNextPage} className="justify-self-center">
                {t('states.more')}
              </Button>
            )}
            {asked !== undefined && <VerdictDialog {...asked} onClose={() => setAsked(undefined)} />}
          </>
        );
      }}
    </QueryView>
  );
}

interface VerdictDialogProps {
  readonly row: AdminTransaction;
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

function factsOf(row: AdminTransaction, t: Translate): readonly Fact[] {
  const facts: readonly (Fact | null)[] = [
    { name: t('approvals.from'), value: safeText(row.walletName ?? row.walletId, 100) },
    { name: t('approvals.amount'), value: <strong>{amountOf(row)}</strong> },
    { name: t('approvals.to'), value: row.toAddress === null ? '–' : <Address address={safeText(row.toAddress)} /> },
    { name: t('approvals.network'), value: safeText(row.network) },
    memoFact(row.memo, row.network, t),
    { name: t('approvals.request'), value: <code className="text-sm break-all">{row.requestHash}</code> },
  ];
  return facts.filter((fact) => fact !== null);
}

function VerdictDialog({ row, verdict, onClose }: VerdictDialogProps): ReactNode {
  const t = useT();
  const decide = useMasterVerdict();
  const [reason, setReason] = useState('');
  // What is only delayed nobody was asked about: it is not rejected but cancelled.
  const isCancel = verdict === 'reject' && row.waitReason !== 'APPROVAL';
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(isCancel ? 'approvals.cancel.title' : `approvals.master.${verdict}`)}
      submit={t(isCancel ? 'approvals.cancel.submit' : `approvals.submit.${verdict}`)}
      {...(isCancel ? { dismiss: t('approvals.cancel.keep') } : {})}
      isGentle={verdict === 'approve'}
      isBusy={decide.isPending}
      error={decide.error}
      onConfirm={() => decide.mutate({ id: row.id, verdict, requestHash: row.requestHash, reason }, { onSuccess: onClose })}
    >
      <Facts facts={factsOf(row, t)} />
      {verdict === 'reject' && <ReasonField reason={reason} onChange={setReason} />}
    </ConfirmDialog>
  );
}
