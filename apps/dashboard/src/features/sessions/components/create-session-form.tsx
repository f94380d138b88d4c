import type { WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { SelectField, TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { duration } from '../../../lib/format-time';
import { useLanguage, useT } from '../../../lib/i18n';
import { issuesOf } from '../../../lib/errors';
import { safeText } from '../../../lib/safe-text';
import { useCreateSession } from '../sessions.mutations';
import { TokenOnce } from './token-once';

interface Fields {
  readonly walletIds: string[];
  readonly label: string;
  readonly ttl: string;
  readonly maxUsdPerTx: string;
  readonly dailyUsd: string;
  readonly recipients: string;
}

const LIFETIMES = [3600, 86_400, 604_800, 2_592_000];
const DOLLARS = /^\d+(\.\d{1,2})?$/;

const lines = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== '');

function constraintsOf({ maxUsdPerTx, dailyUsd, recipients }: Fields): Record<string, unknown> {
  return {
    ...(maxUsdPerTx.trim() === '' ? {} : { maxUsdPerTx: maxUsdPerTx.trim() }),
    ...(dailyUsd.trim() === '' ? {} : { dailyUsd: dailyUsd.trim() }),
    ...(lines(recipients).length === 0 ? {} : { recipients: lines(recipients) }),
  };
}

export function CreateSessionForm({ wallets }: { readonly wallets: readonly WalletItem[] }): ReactNode {
  const t = useT();
  const language = useLanguage();
  const create = useCreateSession();
  const form = useForm<Fields>({
    defaultValues: { walletIds: [], label: '', ttl: '86400', maxUsdPerTx: '', dailyUsd: '', recipients: '' },
  });
  const { register, handleSubmit } = form;
  const issue = (path: string): string | undefined =>
    issuesOf(create.error).find((candidate) => candidate.path.startsWith(path))?.message;
  const submit = (fields: Fields): void => {
    if (create.isPending) return;
    const constraints = constraintsOf(fields);
    create.mutate({
      walletIds: [fields.walletIds].flat(),
      ttl: Number(fields.ttl),
      ...(fields.label.trim() === '' ? {} : { label: fields.label.trim() }),
      ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
    });
  };
  if (create.isSuccess) return <TokenOnce token={create.data.token} />;
  return (
    <form onSubmit={(event) => void handleSubmit(submit)(event)} className="grid max-w-xl gap-5">
      <WalletChoice form={form} wallets={wallets} />
      <TextField
        label={t('sessions.label')}
        hint={t('sessions.label.hint')}
        maxLength={100}
        {...register('label')}
        error={issue('label')}
      />
      <SelectField label={t('sessions.ttl')} hint={t('sessions.ttl.hint')} {...register('ttl')}>
        {LIFETIMES.map((seconds) => (
          <option key={seconds} value={seconds}>
            {duration(seconds, language)}
          </option>
        ))}
      </SelectField>
      <Narrowing form={form} issue={issue} />
      <ErrorNotice error={create.error} />
      <Button type="submit" look="primary" isBusy={create.isPending} className="justify-self-start">
        {t('sessions.create')}
      </Button>
    </form>
  );
}

interface WalletChoiceProps {
  readonly form: UseFormReturn<Fields>;
  readonly wallets: readonly WalletItem[];
}

function WalletChoice({ form: { register, formState }, wallets }: WalletChoiceProps): ReactNode {
  const t = useT();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">{t('sessions.wallets')}</legend>
      <div className="grid max-h-56 gap-2 overflow-y-auto">
        {wallets.map(({ id, name }) => (
          <label key={id} className="flex items-center gap-3">
            <input
              type="checkbox"
              value={id}
              {...register('walletIds', { required: true })}
              className="size-4.5 accent-(--accent)"
            />
            {safeText(name, 60)}
          </label>
        ))}
      </div>
      {formState.errors.walletIds !== undefined && <Notice tone="danger" isAlert title={t('sessions.wallets.required')} />}
    </fieldset>
  );
}

interface NarrowingProps {
  readonly form: UseFormReturn<Fields>;
  readonly issue: (path: string) => string | undefined;
}

function Narrowing({ form: { register, formState }, issue }: NarrowingProps): ReactNode {
  const t = useT();
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-semibold">{t('sessions.narrow')}</legend>
      <TextField
        label={t('sessions.maxUsdPerTx')}
        inputMode="decimal"
        {...register('maxUsdPerTx', { validate: (value) => value.trim() === '' || DOLLARS.test(value.trim()) })}
        error={formState.errors.maxUsdPerTx === undefined ? issue('constraints.maxUsdPerTx') : t('sessions.dollars')}
      />
      <TextField
        label={t('sessions.dailyUsd')}
        inputMode="decimal"
        {...register('dailyUsd', { validate: (value) => value.trim() === '' || DOLLARS.test(value.trim()) })}
        error={formState.errors.dailyUsd === undefined ? issue('constraints.dailyUsd') : t('sessions.dollars')}
      />
      <TextField
        label={t('sessions.recipients')}
        hint={t('sessions.recipients.hint')}
        {...register('recipients')}
        error={issue('constraints.recipients')}
      />
    </fieldset>
  );
}
