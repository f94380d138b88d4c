import type { FormEvent, ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { usePolicyText } from '../policy-text';
import type { Change } from '../rules/rule-lines';
import { ChangeList } from './change-list';

interface ReviewDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly changes: readonly Change[];
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly returnTo: () => HTMLElement | null;
}

/** The last look before a policy changes: what will be different, in words. */
export function ReviewDialog({ isOpen, title, changes, isBusy, error, ...acts }: ReviewDialogProps): ReactNode {
  const t = usePolicyText();
  const { onClose, onConfirm, returnTo } = acts;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (!isBusy) onConfirm();
  };
  const isSame = changes.length === 0;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} returnTo={returnTo}>
      <form onSubmit={submit} className="grid gap-5">
        {isSame ? <p>{t('policies.form.same')}</p> : <ChangeList changes={changes} />}
        <ErrorNotice error={error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('states.cancel')}</Button>
          <Button type="submit" look="primary" isBusy={isBusy} disabled={isSame}>
            {t('policies.form.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
