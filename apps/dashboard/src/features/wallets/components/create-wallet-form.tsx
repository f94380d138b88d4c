import type {
  CreateWalletRequest,
  CreateWalletResponse,
  ImportWalletRequest,
  KeyFormat,
  PolicyPreset,
  WalletChain,
  WalletEnvironment,
} from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { AreaField, CheckField, SelectField, TextField } from '../../../components/ui/field';
import { UnsavedGuard } from '../../../components/ui/unsaved-guard';
import { useFirstIssue } from '../../../lib/issue-text';
import { useT } from '../../../lib/i18n';
import { useCreateWallet, useImportWallet } from '../wallets.mutations';

interface Fields {
  readonly name: string;
  readonly chain: WalletChain;
  readonly environment: WalletEnvironment;
  readonly policyPreset: PolicyPreset | '';
  readonly createSession: boolean;
  readonly format: KeyFormat;
  readonly secret: string;
  readonly expectedAddress: string;
}

const DEFAULTS: Fields = {
  ...{ name: '', chain: 'ethereum', environment: 'testnet', policyPreset: '', createSession: true },
  ...{ format: 'hex', secret: '', expectedAddress: '' },
};
const FORMATS: readonly KeyFormat[] = ['hex', 'base58', 'base64', 'keypair-json', 'mnemonic'];

function bodyOf({ name, chain, environment, policyPreset, createSession }: Fields): CreateWalletRequest {
  return { name: name.trim(), chain, environment, createSession, ...(policyPreset === '' ? {} : { policyPreset }) };
}

function importOf(fields: Fields): ImportWalletRequest {
  const expectedAddress = fields.expectedAddress.trim();
  const secret = { format: fields.format, value: fields.secret.trim() };
  return { ...bodyOf(fields), secret, ...(expectedAddress === '' ? {} : { expectedAddress }) };
}

interface CreateWalletFormProps {
  /** A key that exists already, instead of a new one. */
  readonly isImport: boolean;
  readonly onDone: (wallet: CreateWalletResponse) => void;
}

export function CreateWalletForm({ isImport, onDone }: CreateWalletFormProps): ReactNode {
  const t = useT();
  const create = useCreateWallet();
  const importing = useImportWallet();
  const write = isImport ? importing : create;
  const form = useForm<Fields>({ defaultValues: { ...DEFAULTS, createSession: !isImport } });
  const { register, handleSubmit, watch, formState, resetField } = form;
  const firstIssue = useFirstIssue(write.error);
  const issue = (path: string): string | undefined => firstIssue((candidate) => candidate === path);
  const preset = watch('policyPreset') || (watch('environment') === 'mainnet' ? 'guarded' : 'testnet');

  const submit = (fields: Fields): void => {
    if (write.isPending) return;
    if (isImport) importing.mutate(importOf(fields), { onSuccess: onDone, onSettled: () => resetField('secret') });
    else create.mutate(bodyOf(fields), { onSuccess: onDone });
  };
  return (
    <form onSubmit={(event) => void handleSubmit(submit)(event)} className="grid max-w-xl gap-5">
      <UnsavedGuard isDirty={formState.isDirty} />
      <TextField
        label={t('wallets.name')}
        maxLength={100}
        {...register('name', { required: true })}
        error={formState.errors.name === undefined ? issue('name') : t('states.required')}
      />
      <SelectField label={t('wallets.chain')} {...register('chain')}>
        <option value="ethereum">{t('wallets.chain.ethereum')}</option>
        <option value="solana">{t('wallets.chain.solana')}</option>
      </SelectField>
      <SelectField label={t('wallets.environment')} hint={t('wallets.environment.hint')} {...register('environment')}>
        <option value="testnet">{t('wallets.environment.testnet')}</option>
        <option value="mainnet">{t('wallets.environment.mainnet')}</option>
      </SelectField>
      {isImport && <KeyFields form={form} issue={issue} />}
      <SelectField label={t('wallets.preset')} hint={t(`wallets.preset.${preset}.hint`)} {...register('policyPreset')}>
        <option value="">{t('wallets.preset.default')}</option>
        <option value="guarded">{t('wallets.preset.guarded')}</option>
        <option value="testnet">{t('wallets.preset.testnet')}</option>
        <option value="none">{t('wallets.preset.none')}</option>
      </SelectField>
      <CheckField label={t('wallets.createSession')} hint={t('wallets.createSession.hint')} {...register('createSession')} />
      <ErrorNotice error={write.error} />
      <Button type="submit" look="primary" isBusy={write.isPending} className="justify-self-start">
        {t(isImport ? 'wallets.import' : 'wallets.create')}
      </Button>
    </form>
  );
}

interface KeyFieldsProps {
  readonly form: UseFormReturn<Fields>;
  readonly issue: (path: string) => string | undefined;
}

/** The key goes from the field to the daemon and is emptied here, whatever the daemon says. */
function KeyFields({ form: { register, formState }, issue }: KeyFieldsProps): ReactNode {
  const t = useT();
  return (
    <>
      <SelectField label={t('wallets.import.format')} {...register('format')}>
        {FORMATS.map((format) => (
          <option key={format} value={format}>
            {t(`wallets.import.${format}`)}
          </option>
        ))}
      </SelectField>
      <AreaField
        label={t('wallets.import.secret')}
        hint={t('wallets.import.secret.hint')}
        {...register('secret', { required: true })}
        error={formState.errors.secret === undefined ? issue('secret.value') : t('states.required')}
      />
      <TextField
        label={t('wallets.import.expected')}
        hint={t('wallets.import.expected.hint')}
        {...register('expectedAddress')}
        error={issue('expectedAddress')}
      />
    </>
  );
}
