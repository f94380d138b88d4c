import type { TransactionStatusName } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { isMessageKey, useT } from '../../lib/i18n';
import { safeText } from '../../lib/safe-text';
import { Badge, type BadgeTone } from '../ui/badge';

const TONES: Readonly<Record<TransactionStatusName, BadgeTone>> = {
  ...{ PENDING: 'plain', QUEUED: 'warn', EXECUTING: 'plain', SUBMITTED: 'plain', CONFIRMED: 'good' },
  ...{ DENIED: 'bad', FAILED: 'bad', CANCELLED: 'plain', EXPIRED: 'plain', SIGNED: 'good' },
};

const isStatus = (status: string): status is TransactionStatusName => Object.hasOwn(TONES, status);

interface TransactionStatusProps {
  readonly status: string;
  /** What a waiting one waits for: a person, or its time. */
  readonly waitReason?: string | null | undefined;
}

/** Where a transaction stands, in the colour that it has on every screen. */
export function TransactionStatus({ status, waitReason }: TransactionStatusProps): ReactNode {
  const t = useT();
  const waiting = `status.${status}.${waitReason ?? ''}`;
  const name = isMessageKey(waiting) ? waiting : `status.${status}`;
  return <Badge tone={isStatus(status) ? TONES[status] : 'plain'}>{isMessageKey(name) ? t(name) : safeText(status, 40)}</Badge>;
}
