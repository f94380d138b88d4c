import type { PolicyItem, WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { safeText } from '../../../lib/safe-text';
import { usePolicyText } from '../policy-text';

interface WhereItHoldsProps {
  readonly policy: Pick<PolicyItem, 'walletId' | 'network'>;
  readonly wallets: readonly WalletItem[];
}

export function WhereItHolds({ policy: { walletId, network }, wallets }: WhereItHoldsProps): ReactNode {
  const t = usePolicyText();
  const name = wallets.find(({ id }) => id === walletId)?.name;
  return (
    <span className="grid md:min-w-36">
      <span>
        {walletId === null ? t('policies.everywhere') : name === undefined ? t('policies.unknownWallet') : safeText(name, 60)}
      </span>
      <span className="text-sm text-soft">{network ?? t('policies.allNetworks')}</span>
    </span>
  );
}
