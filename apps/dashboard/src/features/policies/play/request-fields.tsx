import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AreaField, SelectField, TextField } from '../../../components/ui/field';
import { shortAddress } from '../../../lib/group-address';
import { safeText } from '../../../lib/safe-text';
import type { Issues } from '../components/use-issues';
import { AddressInput } from '../form/address-field';
import { policyQueries } from '../policies.queries';
import { usePolicyText, type PolicyText } from '../policy-text';
import type { RequestKind } from './request-templates';

/** What a person types for the common kinds. */
export interface Fields {
  readonly to: string;
  readonly amount: string;
  readonly token: string;
  readonly decimals: string;
  readonly spender: string;
  readonly contract: string;
  readonly calldata: string;
  readonly value: string;
}

export const NO_FIELDS: Fields = {
  ...{ to: '', amount: '', token: '', decimals: '', spender: '', contract: '', calldata: '', value: '' },
};

type Body = Readonly<Record<string, unknown>>;

const given = (name: string, text: string): Body => (text.trim() === '' ? {} : { [name]: text.trim() });

function tokenOf({ token, decimals }: Fields): Body {
  const isNumber = /^\d{1,2}$/.test(decimals.trim());
  return { token: { ...given('address', token), ...(isNumber ? { decimals: Number(decimals) } : {}) } };
}

function callOf({ contract, calldata, value }: Fields, isSolana: boolean): Body {
  if (isSolana) return { ...given('programId', contract), ...given('instructionData', calldata) };
  return { ...given('to', contract), ...given('calldata', calldata), ...given('value', value) };
}

/** The request that the fields say. What was left empty is left out, and the daemon says what is missing. */
export function bodyOf(type: RequestKind, network: string, fields: Fields): Body {
  const amount = given('humanAmount', fields.amount);
  if (type === 'TOKEN_TRANSFER') return { type, network, ...given('to', fields.to), ...amount, ...tokenOf(fields) };
  if (type === 'APPROVE') return { type, network, ...given('spender', fields.spender), ...amount, ...tokenOf(fields) };
  if (type === 'CONTRACT_CALL') return { type, network, ...callOf(fields, network.startsWith('solana-')) };
  return { type, network, ...given('to', fields.to), ...amount };
}

interface RequestFieldsProps {
  readonly kind: RequestKind;
  readonly network: string;
  readonly fields: Fields;
  readonly issues: Issues;
  readonly nameOf: (address: string) => string | undefined;
  readonly onChange: (change: Partial<Fields>) => void;
}

export function RequestFields({ kind, network, fields, issues, nameOf, onChange }: RequestFieldsProps): ReactNode {
  const t = usePolicyText();
  const address = (field: 'to' | 'spender' | 'contract', name: string): ReactNode => (
    <AddressInput
      {...{ name, t, nameOf }}
      label={t(`play.${field}`)}
      value={fields[field]}
      error={issues.at(name)}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
  if (kind === 'CONTRACT_CALL') {
    return (
      <>
        {address('contract', network.startsWith('solana-') ? 'request.programId' : 'request.to')}
        <CallFields {...{ network, fields, issues, onChange, t }} />
      </>
    );
  }
  return (
    <>
      {kind === 'APPROVE' ? address('spender', 'request.spender') : address('to', 'request.to')}
      {kind !== 'TRANSFER' && <TokenFields {...{ network, fields, issues, nameOf, onChange, t }} />}
      <TextField
        label={t('play.amount')}
        name="request.humanAmount"
        hint={t(kind === 'TRANSFER' ? 'play.amount.native' : 'play.amount.token')}
        inputMode="decimal"
        value={fields.amount}
        error={issues.at('request.humanAmount') ?? issues.at('request.amount')}
        onChange={(event) => onChange({ amount: event.target.value })}
      />
    </>
  );
}

interface PartProps extends Pick<RequestFieldsProps, 'network' | 'fields' | 'issues' | 'onChange'> {
  readonly t: PolicyText;
}

function CallFields({ network, fields, issues, onChange, t }: PartProps): ReactNode {
  const isSolana = network.startsWith('solana-');
  const name = isSolana ? 'request.instructionData' : 'request.calldata';
  return (
    <>
      <AreaField
        {...{ name, label: t('play.calldata'), hint: t('play.calldata.hint') }}
        value={fields.calldata}
        error={issues.at(name)}
        onChange={(event) => onChange({ calldata: event.target.value })}
      />
      {!isSolana && (
        <TextField
          label={t('play.value')}
          name="request.value"
          inputMode="numeric"
          value={fields.value}
          error={issues.at('request.value')}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      )}
    </>
  );
}

/** A token by its address, or one that the registry knows with its decimals. */
function TokenFields({
  network,
  fields,
  issues,
  nameOf,
  onChange,
  t,
}: PartProps & Pick<RequestFieldsProps, 'nameOf'>): ReactNode {
  const tokens = useQuery(policyQueries.tokens(network)).data?.tokens ?? [];
  const pick = (address: string): void => {
    const token = tokens.find((known) => known.address === address);
    if (token !== undefined) onChange({ token: token.address, decimals: String(token.decimals) });
  };
  const symbolOf = (address: string): string | undefined =>
    tokens.find((known) => known.address.toLowerCase() === address.toLowerCase())?.symbol ?? nameOf(address);
  return (
    <>
      {tokens.length > 0 && (
        <SelectField label={t('policies.registry')} value={fields.token} onChange={(event) => pick(event.target.value)}>
          <option value="">{t('policies.registry.choose')}</option>
          {tokens.map(({ address, symbol }) => (
            <option key={address} value={address}>
              {safeText(symbol, 20)} · {shortAddress(address)}
            </option>
          ))}
        </SelectField>
      )}
      <AddressInput
        {...{ t, nameOf: symbolOf }}
        label={t('play.token')}
        name="request.token.address"
        value={fields.token}
        error={issues.at('request.token.address') ?? issues.at('request.token')}
        onChange={(token) => onChange({ token })}
      />
      <TextField
        label={t('play.decimals')}
        name="request.token.decimals"
        hint={t('play.decimals.hint')}
        inputMode="numeric"
        value={fields.decimals}
        error={issues.at('request.token.decimals')}
        onChange={(event) => onChange({ decimals: event.target.value })}
      />
    </>
  );
}
