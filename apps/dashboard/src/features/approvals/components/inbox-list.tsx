import { useInfiniteQuery } from '@tanstack/react-query';
import type { InboxItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { TransactionStatus } from '../../../components/transaction/transaction-status';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Countdown, Time } from '../../../components/ui/time';
import { useT } from '../../../lib/i18n';
import { useOwnedWallet } from '../../../lib/owner-session';
import { safeText } from '../../../lib/safe-text';
import { showMore } from '../../../lib/show-more';
import { approvalQueries, type InboxState } from '../approvals.queries';
import { Effect } from './effect';

function When({ item }: { readonly item: InboxItem }): ReactNode {
  const t = useT();
  const { status, executeAt, updatedAt } = item.transaction;
  if (status !== 'QUEUED') {
    return (
      <span className="flex items-center gap-2">
        <TransactionStatus status={status} /> <Time at={updatedAt} />
      </span>
    );
  }
  const until = executeAt ?? item.expiresAt;
  if (until === null) return null;
  return (
    <span className="flex items-baseline gap-2 text-sm text-soft">
      {t(executeAt === null ? 'approvals.expiresIn' : 'approvals.runsIn')} <Countdown to={until} />
    </span>
  );
}

function Card({ item }: { readonly item: InboxItem }): ReactNode {
  const t = useT();
  const { firstTimeRecipient, lookAlike } = item.decoded;
  const wallet = useOwnedWallet(item.transaction.walletId);
  return (
    <li className="card relative grid gap-3 p-5 hover:border-strong">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          {wallet !== undefined && <span className="text-sm font-medium">{safeText(wallet.name, 60)}</span>}
          <When item={item} />
        </span>
        <span className="flex gap-2">
          {lookAlike !== null && <Badge tone="bad">{t('approvals.lookAlike.short')}</Badge>}
          {firstTimeRecipient && <Badge tone="warn">{t('approvals.firstTime.short')}</Badge>}
        </span>
      </div>
      <Effect item={item} />
      <Link
        to={`/approvals/${item.transaction.id}`}
        className="justify-self-start font-medium text-accent underline underline-offset-4 after:absolute after:inset-0"
      >
        {t('approvals.look')}
      </Link>
    </li>
  );
}

export function InboxList({ state }: { readonly state: InboxState }): ReactNode {
  const t = useT();
  const query = useInfiniteQuery(approvalQueries.inbox(state));
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const items = pages.flatMap(({ data }) => data);
        if (items.length === 0) return <Empty title={t(`approvals.none.${state}`)} />;
        return (
          <div className="grid gap-4">
            <ul className="grid gap-4">
              {items.map((item) => (
                <Card key={item.transaction.id} item={item} />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button onClick={() => void showMore(query)} isBusy={query.isFetchingNextPage} className="justify-self-center">
                {t('states.more')}
              </Button>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}
