import { useQuery } from '@tanstack/react-query';
import type { InboxItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Badge } from '../../../components/ui/badge';
import { Facts } from '../../../components/ui/facts';
import { Empty, Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { Countdown, ExactTime } from '../../../components/ui/time';
import { useT } from '../../../lib/i18n';
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

function Particulars({ item }: { readonly item: InboxItem }): ReactNode {
  const t = useT();
  const { transaction, decoded } = item;
  const until = transaction.executeAt ?? item.expiresAt;
  const selector = decoded.operations[0]?.selector ?? null;
  return (
    <Facts
      facts={[
        { name: t('approvals.state'), value: <Badge>{t(`status.${transaction.status}`)}</Badge> },
        { name: t('approvals.asked'), value: <ExactTime at={transaction.createdAt} /> },
        ...(until !== null && transaction.status === 'QUEUED'
          ? [
              {
                name: t(transaction.executeAt === null ? 'approvals.expiresIn' : 'approvals.runsIn'),
                value: <Countdown to={until} />,
              },
            ]
          : []),
        ...(transaction.status === 'CANCELLED' && transaction.error !== null
          ? [{ name: t('transactions.refused'), value: <span className="break-words">{safeText(transaction.error, 500)}</span> }]
          : []),
        ...(selector === null ? [] : [{ name: t('approvals.method'), value: <code>{safeText(selector)}</code> }]),
        { name: t('approvals.request'), value: <code className="text-sm break-all">{item.requestHash}</code> },
      ]}
    />
  );
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
              <Effect item={item} />
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
