import type { TransactionDetailResponse } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { Facts } from '../../../components/ui/facts';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { useAsked } from '../../../components/ui/use-asked';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useReplace, type Replacement } from '../transactions.mutations';

/** For what was sent and is stuck. Only where the chain lets one transaction take another's place. */
export function ReplaceActs({ transaction }: { readonly transaction: TransactionDetailResponse }): ReactNode {
  const t = useT();
  if (transaction.status !== 'SUBMITTED' || transaction.chain !== 'ethereum') return null;
  return (
    <Section title={t('replace.title')}>
      <p className="text-soft">{t('replace.lead')}</p>
      <div className="flex flex-wrap gap-2">
        <ReplaceAct act="speed-up" transaction={transaction} />
        <ReplaceAct act="cancel-onchain" transaction={transaction} />
      </div>
    </Section>
  );
}

interface ReplaceActProps {
  readonly act: Replacement;
  readonly transaction: TransactionDetailResponse;
}

function ReplaceAct({ act, transaction }: ReplaceActProps): ReactNode {
  const t = useT();
  const replace = useReplace(act);
  const asked = useAsked<TransactionDetailResponse>();
  const { id, amountFormatted, amountSymbol, toAddress, network } = asked.about ?? transaction;
  const close = (): void => {
    asked.close();
    if (replace.isError) replace.reset();
  };
  return (
    <>
      <Button onClick={() => asked.ask(transaction)} aria-haspopup="dialog">
        {t(`replace.${act}`)}
      </Button>
      {replace.isSuccess && <Notice tone="info" isAlert title={t(`replace.${act}.done`)} />}
      <ConfirmDialog
        isOpen={asked.isOpen}
        onClose={close}
        title={t(`replace.${act}.title`)}
        submit={t(`replace.${act}`)}
        isBusy={replace.isPending}
        error={replace.error}
        onConfirm={() => replace.mutate(id, { onSuccess: asked.close })}
      >
        <p>{t(`replace.${act}.text`)}</p>
        <Facts
          facts={[
            { name: t('approvals.amount'), value: `${amountFormatted ?? '–'} ${safeText(amountSymbol ?? '', 40)}` },
            { name: t('approvals.to'), value: toAddress === null ? '–' : <Address address={safeText(toAddress)} /> },
            { name: t('approvals.network'), value: safeText(network) },
          ]}
        />
      </ConfirmDialog>
    </>
  );
}
