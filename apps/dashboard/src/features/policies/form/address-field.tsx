import { useMemo, type ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { TextField } from '../../../components/ui/field';
import { addressVerdict, type AddressVerdict } from '../../../lib/address-verdict';
import { safeText } from '../../../lib/safe-text';
import { fieldName, useRuleForm, valueAt, type RuleFieldProps } from './form-context';
import { hintOf, labelOf, textOf } from './scalar-fields';

const TONES: Readonly<Record<AddressVerdict, string>> = {
  ...{ fits: 'text-accent', solana: 'text-accent', unguarded: 'text-warn', wrong: 'text-danger', none: 'text-soft' },
};

function useVerdict(address: string): AddressVerdict | undefined {
  return useMemo(() => (address === '' ? undefined : addressVerdict(address)), [address]);
}

/** An address with what can be told of it at once: whether its checksum fits, whose it is, and the whole in groups to compare. */
export function AddressField({ path }: RuleFieldProps): ReactNode {
  const { rules, edit, t, issueAt, nameOf } = useRuleForm();
  const name = fieldName(path);
  return (
    <AddressInput
      {...{ name, label: labelOf(path, t), value: textOf(valueAt(rules, path)), error: issueAt(name), ...hintOf(path, t) }}
      nameOf={nameOf}
      t={t}
      onChange={(value) => edit(path, value)}
    />
  );
}

interface AddressInputProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly nameOf: (address: string) => string | undefined;
  readonly t: ReturnType<typeof useRuleForm>['t'];
  readonly onChange: (value: string) => void;
}

export function AddressInput({ label, name, value, hint, error, nameOf, t, onChange }: AddressInputProps): ReactNode {
  const verdict = useVerdict(value);
  const known = value === '' ? undefined : nameOf(value);
  const verdictHint = verdict !== undefined && (
    <span className="grid gap-1">
      {verdict !== 'none' && (
        <span className="text-ink">
          <Address address={value} />
        </span>
      )}
      <span className={TONES[verdict]}>
        {t(`policies.address.${verdict}`)}
        {known !== undefined && ` ${t('policies.address.known', { name: safeText(known, 60) })}`}
      </span>
    </span>
  );
  return (
    <TextField
      label={label}
      name={name}
      value={value}
      className="font-mono text-sm"
      spellCheck={false}
      autoCapitalize="off"
      maxLength={64}
      {...(verdictHint === false ? (hint === undefined ? {} : { hint }) : { hint: verdictHint })}
      error={error}
      onChange={(event) => onChange(event.target.value.trim())}
    />
  );
}
