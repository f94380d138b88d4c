import type { WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { Button, ButtonLink } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { SelectField, TextField } from '../../../components/ui/field';
import { UnsavedGuard } from '../../../components/ui/unsaved-guard';
import { useFirstIssue } from '../../../lib/issue-text';
import { duration } from '../../../lib/format-time';
import { networksOf } from '../../../lib/networks';
import { safeText } from '../../../lib/safe-text';
import { EMPTY_SESSION, requestOf, type SessionFields } from '../session-terms';
import { useSessionText } from '../session-text';
import { useCreateSession } from '../sessions.mutations';
import { CheckGroup } from './check-group';
import { Narrowing } from './narrowing';
import { TokenOnce } from './token-once';

const LIFETIMES = [3600, 86_400, 604_800, 2_592_000];
const COUNT = /^[1-9]\d{0,8}$/;

const isCount = (value: string): boolean => value.trim() === '' || COUNT.test(value.trim());

export function CreateSessionForm({ wallets }: { readonly wallets: readonly WalletItem[] }): ReactNode {
  const t = useSessionText();
  const create = useCreateSession();
  const form = useForm<SessionFields>({ defaultValues: EMPTY_SESSION });
  const { register, handleSubmit, formState, watch } = form;
  const chosen = watch('walletIds');
  const networks = [...new Set(wallets.filter(({ id }) => chosen.includes(id)).flatMap(networksOf))];
  const firstIssue = useFirstIssue(create.error);
  const issue = (path: string): string | undefined => firstIssue((candidate) => candidate.startsWith(path));
  const submit = (fields: SessionFields): void => {
    if (!create.isPending) create.mutate(requestOf(fields, networks));
  };
  if (create.isSuccess) {
    return (
      <div className="grid gap-4">
        <TokenOnce token={create.data.token} />
        <ButtonLink to="/sessions" look="primary" className="justify-self-start">
          {t('sessions.all')}
        </ButtonLink>
      </div>
    );
  }
  return (
    <form onSubmit={(event) => void handleSubmit(submit)(event)} className="grid max-w-2xl gap-6">
      <UnsavedGuard isDirty={formState.isDirty} />
      <CheckGroup
        legend={t('sessions.wallets')}
        options={wallets.map(({ id, name }) => ({ value: id, text: safeText(name, 60) }))}
        field={register('walletIds', { required: true })}
        error={formState.errors.walletIds === undefined ? issue('walletIds') : t('sessions.wallets.required')}
        className="max-h-56 overflow-y-auto"
      />
      <TextField
        label={t('sessions.label')}
        hint={t('sessions.label.hint')}
        maxLength={100}
        {...register('label')}
        error={issue('label')}
      />
      <Lifetime form={form} issue={issue} />
      <Narrowing form={form} networks={networks} issue={issue} />
      <ErrorNotice error={create.error} />
      <Button type="submit" look="primary" isBusy={create.isPending} className="justify-self-start">
        {t('sessions.create')}
      </Button>
    </form>
  );
}

type LifetimeProps = Pick<Parameters<typeof Narrowing>[0], 'form' | 'issue'>;

function Lifetime({ form: { register, formState }, issue }: LifetimeProps): ReactNode {
  const t = useSessionText();
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <SelectField label={t('sessions.ttl')} hint={t('sessions.ttl.hint')} {...register('ttl')}>
        {LIFETIMES.map((seconds) => (
          <option key={seconds} value={seconds}>
            {duration(seconds, t.language)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t('narrow.maxRenewals')}
        hint={t('narrow.maxRenewals.hint')}
        inputMode="numeric"
        {...register('maxRenewals', { validate: isCount })}
        error={formState.errors.maxRenewals === undefined ? issue('maxRenewals') : t('narrow.count')}
      />
    </div>
  );
}
