import type { PolicyItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { useAsked } from '../../../components/ui/use-asked';
import { useDeletePolicy, useUpdatePolicy } from '../policies.mutations';
import { typeName, usePolicyText } from '../policy-text';
import { summaryOf } from '../rules/summary';

interface PolicyActsProps {
  readonly policy: PolicyItem;
  readonly isDefaultDeny: boolean;
}

type Act = 'enable' | 'disable' | 'delete';

interface Question extends PolicyActsProps {
  readonly act: Act;
}

/** Change, switch off or on, delete. Each says first what the policy says and what its absence means. */
export function PolicyActs({ policy, isDefaultDeny }: PolicyActsProps): ReactNode {
  const t = usePolicyText();
  const { about, isOpen, ask, close } = useAsked<Question>();
  const toggle: Act = policy.enabled ? 'disable' : 'enable';
  return (
    <>
      <ButtonLink to={`/policies/${policy.id}/edit`} look="primary">
        {t('policies.edit')}
      </ButtonLink>
      <Button onClick={() => ask({ act: toggle, policy, isDefaultDeny })} aria-haspopup="dialog">
        {t(`policies.${toggle}`)}
      </Button>
      <Button look="danger" onClick={() => ask({ act: 'delete', policy, isDefaultDeny })} aria-haspopup="dialog">
        {t('policies.delete')}
      </Button>
      {about !== undefined && <ActDialog {...about} isOpen={isOpen} onClose={close} />}
    </>
  );
}

interface ActDialogProps extends Question {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function ActDialog({ act, policy, isDefaultDeny, isOpen, onClose }: ActDialogProps): ReactNode {
  const t = usePolicyText();
  const update = useUpdatePolicy();
  const remove = useDeletePolicy();
  const write = act === 'delete' ? remove : update;
  const close = (): void => {
    onClose();
    update.reset();
    remove.reset();
  };
  const confirm = (): void => {
    const done = { onSuccess: close };
    if (act === 'delete') remove.mutate(policy.id, done);
    else update.mutate({ id: policy.id, enabled: act === 'enable', expectedVersion: policy.version }, done);
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={close}
      title={t(`policies.${act}.title`)}
      submit={t(`policies.${act}`)}
      isGentle={act === 'enable'}
      isBusy={write.isPending}
      error={write.error}
      onConfirm={confirm}
    >
      <p className="font-medium">
        {typeName(policy.type, t)}: {summaryOf(policy.type, policy.rules, t)}
      </p>
      <p>{t(`policies.${act}.text`)}</p>
      {act !== 'enable' && <p className="text-warn">{t(isDefaultDeny ? 'policies.absent' : 'policies.looser')}</p>}
    </ConfirmDialog>
  );
}
