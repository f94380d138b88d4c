import type { ReactNode } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { AreaField, SelectField, TextField } from '../../../components/ui/field';
import { SESSION_TIERS, SESSION_TYPES, type SessionFields } from '../session-terms';
import { useSessionText } from '../session-text';
import { CheckGroup } from './check-group';

const DOLLARS = /^\d+(\.\d{1,2})?$/;

interface NarrowingProps {
  readonly form: UseFormReturn<SessionFields>;
  /** Networks of the wallets that are chosen. */
  readonly networks: readonly string[];
  readonly issue: (path: string) => string | undefined;
}

const isDollars = (value: string): boolean => value.trim() === '' || DOLLARS.test(value.trim());

/** Everything a session can be held to beyond the policies. */
export function Narrowing({ form, networks, issue }: NarrowingProps): ReactNode {
  const t = useSessionText();
  const { register } = form;
  return (
    <fieldset className="grid gap-5">
      <legend className="mb-1 font-semibold">{t('sessions.narrow')}</legend>
      <p className="text-sm text-soft">{t('narrow.lead')}</p>
      <Dollars form={form} issue={issue} />
      <SelectField
        label={t('narrow.tier')}
        hint={t('narrow.tier.hint')}
        {...register('maxTier')}
        error={issue('constraints.maxTier')}
      >
        <option value="">{t('narrow.tier.any')}</option>
        {SESSION_TIERS.map((tier) => (
          <option key={tier} value={tier}>
            {t(`tier.${tier}`)}
          </option>
        ))}
      </SelectField>
      <CheckGroup
        legend={t('narrow.types')}
        hint={t('narrow.types.hint')}
        options={SESSION_TYPES.map((type) => ({ value: type, text: t(`act.${type}`) }))}
        field={register('types')}
        error={issue('constraints.types')}
        className="sm:grid-cols-2"
      />
      <CheckGroup
        legend={t('narrow.networks')}
        hint={t(networks.length === 0 ? 'narrow.networks.first' : 'narrow.types.hint')}
        options={networks.map((network) => ({ value: network, text: network }))}
        field={register('networks')}
        error={issue('constraints.networks')}
        className="sm:grid-cols-2"
      />
      <AreaField
        label={t('narrow.recipients')}
        hint={t('narrow.recipients.hint')}
        {...register('recipients')}
        error={issue('constraints.recipients')}
      />
    </fieldset>
  );
}

function Dollars({ form: { register, formState }, issue }: Omit<NarrowingProps, 'networks'>): ReactNode {
  const t = useSessionText();
  const { errors } = formState;
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <TextField
        label={t('sessions.maxUsdPerTx')}
        inputMode="decimal"
        {...register('maxUsdPerTx', { validate: isDollars })}
        error={errors.maxUsdPerTx === undefined ? issue('constraints.maxUsdPerTx') : t('sessions.dollars')}
      />
      <TextField
        label={t('sessions.dailyUsd')}
        inputMode="decimal"
        {...register('dailyUsd', { validate: isDollars })}
        error={errors.dailyUsd === undefined ? issue('constraints.dailyUsd') : t('sessions.dollars')}
      />
    </div>
  );
}
