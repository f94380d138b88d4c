import { useState, type ReactNode } from 'react';
import { ActSigning } from '../../../components/signing/act-signing';
import { Button } from '../../../components/ui/button';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { useNow } from '../../../lib/use-now';
import type { ItemToSign } from '../../../lib/signed-facts-check';
import type { Chain } from '../../../lib/signing-wallets';
import { useSignedVerdict, type Verdict } from '../approvals.mutations';
import { ReasonField } from './reason-field';

interface DecisionPanelProps {
  readonly item: ItemToSign;
  readonly owner: { readonly address: string; readonly chain: Chain };
}

/** Read out at once: somebody may be about to sign. */
function RanOut(): ReactNode {
  const t = useT();
  return (
    <Notice tone="warn" isAlert title={t('approvals.ranOut')}>
      <p>{t('approvals.ranOut.text')}</p>
    </Notice>
  );
}

/** Yes or no, as long as there is something to decide. */
export function DecisionPanel({ item, owner }: DecisionPanelProps): ReactNode {
  const t = useT();
  const verdict = useSignedVerdict();
  const { status, executeAt } = item.transaction;
  const { expiresAt } = item;
  // By the clock on the screen, whatever was read last: a button that can only be refused is none.
  const isOver = useNow((now) => executeAt === null && expiresAt !== null && expiresAt <= now);
  if (verdict.isSuccess) return <Notice tone="info" isAlert title={t(`approvals.done.${verdict.variables.verdict}`)} />;
  if (status === 'EXPIRED' || (status === 'QUEUED' && isOver)) return <RanOut />;
  return status === 'QUEUED' ? <Deciding item={item} owner={owner} verdict={verdict} /> : null;
}

type DecidingProps = DecisionPanelProps & { readonly verdict: ReturnType<typeof useSignedVerdict> };

/** Each answer by a signature over a text of its own. */
function Deciding({ item, owner, verdict }: DecidingProps): ReactNode {
  const t = useT();
  const [choice, setChoice] = useState<Verdict>();
  const [reason, setReason] = useState('');
  const { transaction } = item;
  const mayApprove = transaction.waitReason === 'APPROVAL';
  const pick = (next: Verdict): void => {
    verdict.reset();
    setChoice(next);
  };
  return (
    <Section title={t(choice === undefined ? 'approvals.decide' : `approvals.sign.${choice}`)}>
      <div className="flex flex-wrap gap-3">
        {mayApprove && (
          <Button
            look={choice === 'reject' ? 'plain' : 'primary'}
            aria-pressed={choice === 'approve'}
            onClick={() => pick('approve')}
          >
            {t('approvals.approve')}
          </Button>
        )}
        <Button look={choice === 'reject' ? 'danger' : 'plain'} aria-pressed={choice === 'reject'} onClick={() => pick('reject')}>
          {t(mayApprove ? 'approvals.reject' : 'approvals.cancel')}
        </Button>
      </div>
      {choice === 'reject' && <ReasonField reason={reason} onChange={setReason} />}
      {choice !== undefined && (
        <ActSigning
          key={choice}
          wanted={{ action: choice, address: owner.address, chain: owner.chain, item }}
          request={{ action: choice, address: owner.address, chain: owner.chain, transactionId: transaction.id }}
          submit={t(`approvals.submit.${choice}`)}
          isBusy={verdict.isPending}
          error={verdict.error}
          onSigned={(headers) => verdict.mutate({ id: transaction.id, verdict: choice, headers, reason })}
        />
      )}
    </Section>
  );
}
