import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useOwnerResume, useVerifyOwner } from '../wallets.mutations';
import { walletQueries } from '../wallets.queries';
import { SignedAct, type OwnedWallet } from './signed-act';
import { OwnerBadge } from './wallet-table';
import { WithdrawAct } from './withdraw-act';

/** What an owner can do without the admin: prove, withdraw, and open again what they froze. */
export function OwnedWallets(): ReactNode {
  const t = useT();
  const query = useQuery(walletQueries.owned());
  return (
    <QueryView query={query}>
      {({ address, wallets }) =>
        wallets.length === 0 ? (
          <Empty title={t('owned.none')} />
        ) : (
          <ul className="grid gap-4">
            {wallets.map((wallet) => (
              <Owned key={wallet.id} wallet={{ ...wallet, ownerAddress: address }} />
            ))}
          </ul>
        )
      }
    </QueryView>
  );
}

function Owned({ wallet }: { readonly wallet: OwnedWallet }): ReactNode {
  const t = useT();
  const verify = useVerifyOwner();
  const resume = useOwnerResume();
  const { id, name, chain, environment, address, ownerState } = wallet;
  return (
    <li className="card grid gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2>{safeText(name, 100)}</h2>
        <OwnerBadge state={ownerState} />
      </div>
      <p className="text-sm text-soft">
        {t(`wallets.chain.${chain}`)} · {t(`wallets.environment.${environment}`)}
      </p>
      <Address address={address} />
      {ownerState === 'GRACE' && <p className="text-sm text-soft">{t('owned.unproven')}</p>}
      <div className="flex flex-wrap gap-2">
        {ownerState === 'GRACE' && (
          <SignedAct
            wallet={wallet}
            action="verify"
            look="primary"
            write={verify}
            onSigned={(headers, close) => verify.mutate({ id, as: 'owner', headers }, { onSuccess: close })}
          />
        )}
        {ownerState === 'LOCKED' && (
          <>
            <WithdrawAct wallet={wallet} as="owner" />
            <SignedAct
              wallet={wallet}
              action="resume"
              write={resume}
              onSigned={(headers, close) => resume.mutate({ id, as: 'owner', headers }, { onSuccess: close })}
            />
          </>
        )}
      </div>
    </li>
  );
}
