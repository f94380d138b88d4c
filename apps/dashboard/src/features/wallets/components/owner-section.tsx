import type { WalletDetail } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Icon } from '../../../components/ui/icon';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { useOwnerResume, useVerifyOwner } from '../wallets.mutations';
import { OwnerForm } from './owner-form';
import { OwnerRemoval, PendingRemoval } from './owner-removal';
import { SignedAct, type OwnedWallet } from './signed-act';
import { OwnerBadge } from './wallet-table';
import { WithdrawAct } from './withdraw-act';

const STEPS = ['name', 'prove', 'guard'] as const;

/** How far the owner has come: named by the admin, proven by a signature, and from then on the only one who approves. */
function Steps({ state }: { readonly state: WalletDetail['ownerState'] }): ReactNode {
  const t = useT();
  const done = { NONE: 0, GRACE: 1, LOCKED: 3 }[state];
  return (
    <ol className="grid gap-2">
      {STEPS.map((step, index) => (
        <li key={step} className={`flex items-start gap-3 ${index < done ? '' : 'text-soft'}`}>
          <Icon name={index < done ? 'check' : 'arrow'} className={`mt-0.5 size-5 ${index < done ? 'text-accent' : ''}`} />
          {t(`owned.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

export function OwnerSection({ wallet }: { readonly wallet: WalletDetail }): ReactNode {
  const t = useT();
  const { ownerAddress, ownerState, ownerRemovalAt, status } = wallet;
  return (
    <Section title={t('wallets.owner')} actions={<OwnerBadge state={ownerState} />}>
      <Steps state={ownerState} />
      {ownerAddress !== null && <Address address={ownerAddress} />}
      <p className="text-soft">{t(`wallets.owner.${ownerState}.text`)}</p>
      {ownerRemovalAt !== null && <PendingRemoval wallet={wallet} at={ownerRemovalAt} />}
      {ownerAddress !== null && status !== 'TERMINATED' && <OwnerActs wallet={{ ...wallet, ownerAddress }} detail={wallet} />}
      {ownerState !== 'LOCKED' && status !== 'TERMINATED' && <OwnerForm wallet={wallet} />}
    </Section>
  );
}

function OwnerActs({ wallet, detail }: { readonly wallet: OwnedWallet; readonly detail: WalletDetail }): ReactNode {
  const verify = useVerifyOwner();
  const resume = useOwnerResume();
  const { id } = wallet;
  return (
    <div className="flex flex-wrap gap-2">
      {wallet.ownerState === 'GRACE' && (
        <SignedAct
          wallet={wallet}
          action="verify"
          look="primary"
          write={verify}
          onSigned={(headers, close) => verify.mutate({ id, as: 'admin', headers }, { onSuccess: close })}
        />
      )}
      {wallet.ownerState === 'LOCKED' && <WithdrawAct wallet={wallet} as="admin" />}
      {wallet.ownerState === 'LOCKED' && detail.status === 'SUSPENDED' && (
        <SignedAct
          wallet={wallet}
          action="resume"
          write={resume}
          onSigned={(headers, close) => resume.mutate({ id, as: 'admin', headers }, { onSuccess: close })}
        />
      )}
      {detail.ownerRemovalAt === null && <OwnerRemoval wallet={wallet} />}
    </div>
  );
}
