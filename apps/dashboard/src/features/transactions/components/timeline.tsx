import type { TransactionDetailResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Badge } from '../../../components/ui/badge';
import { ExplorerLink } from '../../../components/ui/explorer-link';
import { Section } from '../../../components/ui/page';
import { ExactTime } from '../../../components/ui/time';
import { isMessageKey, useT, type Translate } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

interface Step {
  readonly key: string;
  readonly at: number | null;
  readonly text: string;
  readonly note?: string;
}

function wordFor(what: 'kind' | 'state', value: string, t: Translate): string {
  const key = `attempt.${what}.${value}`;
  return isMessageKey(key) ? t(key) : safeText(value, 40);
}

/** What is known to have happened, oldest first; what has no time yet stands at its place. */
function stepsOf(transaction: TransactionDetailResponse, t: Translate): readonly Step[] {
  const { approvedAt, approvedBy, finalizedAt, attempts, status, updatedAt } = transaction;
  return [
    { key: 'asked', at: transaction.createdAt, text: t('timeline.asked') },
    ...(approvedAt === null
      ? []
      : [{ key: 'approved', at: approvedAt, text: t('timeline.approved', { who: safeText(approvedBy ?? '') }) }]),
    ...attempts.map(({ id, number, kind, state, broadcastAt, txHash }) => ({
      key: id,
      at: broadcastAt,
      text: t('timeline.attempt', { number, kind: wordFor('kind', kind, t), state: wordFor('state', state, t) }),
      ...(txHash === null ? {} : { note: txHash }),
    })),
    { key: 'state', at: updatedAt, text: t(`status.${status}`) },
    ...(finalizedAt === null ? [] : [{ key: 'final', at: finalizedAt, text: t('timeline.final') }]),
  ];
}

export function Timeline({ transaction }: { readonly transaction: TransactionDetailResponse }): ReactNode {
  const t = useT();
  return (
    <Section title={t('timeline.title')}>
      <ol className="grid gap-4 border-l-2 border-line pl-5">
        {stepsOf(transaction, t).map(({ key, at, text, note }) => (
          <li
            key={key}
            className="relative grid gap-0.5 before:absolute before:top-2 before:-left-[1.65rem] before:size-2.5 before:rounded-full before:bg-accent"
          >
            <span className="font-medium">{text}</span>
            <span className="text-sm text-soft">
              {at === null ? <Badge>{t('timeline.notYet')}</Badge> : <ExactTime at={at} />}
            </span>
            {note !== undefined && (
              <span className="flex flex-wrap items-center gap-x-3">
                <code className="text-xs break-all text-soft">{note}</code>
                {/* The last of them stands above. */}
                {note !== transaction.txHash && <ExplorerLink network={transaction.network} kind="tx" id={note} />}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
