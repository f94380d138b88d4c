import type { PolicyItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Button, ButtonLink } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { useDeletePolicy, useUpdatePolicy } from '../policies.mutations';
import { typeName, usePolicyText } from '../policy-text';
import { summaryOf } from '../rules/summary';

interface PolicyActsProps {
  readonly policy: PolicyItem;
  readonly isDefaultDeny: boolean;
}

type Act = 'enable' | 'disable' | 'delete';

/** Change, switch off or on, delete. Each says first what the policy says and what its absence means. */
export function PolicyActs({ policy, isDefaultDeny }: PolicyActsProps): ReactNode {
  const t = usePolicyText();
  const [asked, setAsked] = useState<Act>();
  const update = useUpdatePolicy();
  const remove = useDeletePolicy();
  const write = asked === 'delete' ? remove : update;
  const close = (): void => {
    setAsked(undefined);
    update.reset();
    remove.reset();
  };
  const confirm = (): void => {
    const done = { onSuccess: close };
    if (asked === 'delete') remove.mutate(policy.id, done);
    else update.mutate({ id: policy.id, enabled: asked === 'enable', expectedVersion: policy.version }, done);
  };
  const toggle: Act = policy.enabled ? 'disable' : 'enable';
  return (
    <>
      <ButtonLink to={`/policies/${policy.id}/edit`} look="primary">
        {t('policies.edit')}
      </ButtonLink>
      <Button onClick={() => setAsked(toggle)} aria-haspopup="dialog">
        {t(`policies.${toggle}`)}
      </Button>
      <Button look="danger" onClick={() => setAsked('delete')} aria-haspopup="dialog">
        {t('policies.delete')}
      </Button>
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={close}
        title={t(`policies.${asked ?? toggle}.title`)}
        submit={t(`policies.${asked ?? toggle}`)}
        isBusy={write.isPending}
        error={write.error}
        onConfirm={confirm}
      >
        <p className="font-medium">
          {typeName(policy.type, t)}: {summaryOf(policy.type, policy.rules, t)}
        </p>
        <p>{t(`policies.${asked ?? toggle}.text`)}</p>
        {asked !== 'enable' && <p className="text-warn">{t(isDefaultDeny ? 'policies.absent' : 'policies.looser')}</p>}
      </ConfirmDialog>
    </>
  );
}
