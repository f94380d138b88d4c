import type { InboxItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Notice } from '../../../components/ui/notice';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

/** What a text cannot say: a stranger, or somebody dressed as a friend. */
export function Warnings({ item }: { readonly item: InboxItem }): ReactNode {
  const t = useT();
  const { firstTimeRecipient, lookAlike } = item.decoded;
  const reason = `approvals.reason.${item.approvalReason ?? ''}`;
  return (
    <div className="grid gap-3">
      {lookAlike !== null && (
        <Notice tone="danger" title={t('approvals.lookAlike')}>
          <p className="grid gap-1">
            <Address address={safeText(lookAlike.address)} />
            <span className="text-sm">{t('approvals.lookAlike.known')}</span>
            <Address address={safeText(lookAlike.resembles)} />
          </p>
        </Notice>
      )}
      {firstTimeRecipient && <Notice tone="warn" title={t('approvals.firstTime')} />}
      {isMessageKey(reason) && <p className="text-sm text-soft">{t(reason)}</p>}
    </div>
  );
}
