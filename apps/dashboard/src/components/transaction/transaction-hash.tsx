import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import { safeText } from '../../lib/safe-text';
import { CopyButton } from '../ui/copy-button';
import { ExplorerLink } from '../ui/explorer-link';

/** The whole hash, to copy and to follow. */
export function TransactionHash({ network, hash }: { readonly network: string; readonly hash: string }): ReactNode {
  const t = useT();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <code className="text-sm break-all">{safeText(hash)}</code>
      <CopyButton text={hash} what={t('transactions.hash')} />
      <ExplorerLink network={network} kind="tx" id={hash} />
    </span>
  );
}
