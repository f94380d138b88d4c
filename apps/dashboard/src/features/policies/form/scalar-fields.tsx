import type { ReactNode } from 'react';
import { CheckField, SelectField, TextField } from '../../../components/ui/field';
import { choiceName, entryName, memberHint, memberName, type PolicyText } from '../policy-text';
import { decimalOf, type Path } from '../rules/draft';
import type { FieldKind, JsonSchema } from '../rules/json-schema';
import { fieldName, lastMember, useRuleForm, valueAt, type RuleFieldProps } from './form-context';

/** The name of a field: an entry of a list says which one it is. */
export function labelOf(path: Path, t: PolicyText): string {
  const last = path.at(-1);
  const member = lastMember(path);
  return typeof last === 'number' ? t('policies.entry', { what: entryName(member, t), number: last + 1 }) : memberName(member, t);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The hint under a field; an entry of a list has it once, under the list. */
export function hintOf(path: Path, t: PolicyText): { readonly hint?: string } {
  const hint = typeof path.at(-1) === 'number' ? undefined : memberHint(lastMember(path), t);
  return hint === undefined ? {} : { hint };
}

const WHOLE = /^-?\d{1,15}$/;

const READERS: Partial<Readonly<Record<FieldKind, (text: string) => unknown>>> = {
  integer: (text) => (WHOLE.test(text.trim()) ? Number(text) : text),
  number: decimalOf,
  decimal: decimalOf,
  digits: (text) => text.trim(),
  text: (text) => text,
};

const MODES: Partial<Readonly<Record<FieldKind, 'numeric' | 'decimal'>>> = {
  ...{ integer: 'numeric', digits: 'numeric', number: 'decimal', decimal: 'decimal' },
};

/** Numbers, digits and plain text. What a text cannot be read as stays text, and the daemon says what is wrong with it. */
export function PlainField({ path, schema, kind }: RuleFieldProps & { readonly kind: FieldKind }): ReactNode {
  const { rules, edit, t, issueAt } = useRuleForm();
  const name = fieldName(path);
  const mode = MODES[kind];
  return (
    <TextField
      label={labelOf(path, t)}
      name={name}
      value={textOf(valueAt(rules, path))}
      {...(mode === undefined ? {} : { inputMode: mode })}
      {...(kind === 'text' && schema.maxLength !== undefined ? { maxLength: schema.maxLength } : {})}
      {...hintOf(path, t)}
      spellCheck={false}
      error={issueAt(name)}
      onChange={(event) => edit(path, (READERS[kind] ?? textOf)(event.target.value))}
    />
  );
}

function optionsOf(schema: JsonSchema, kind: FieldKind): readonly string[] {
  if (kind === 'timezone') return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return schema.enum ?? schema.examples ?? [];
}

/** One of the values that there are. A value that is none of them stays to be seen. */
export function ChoiceField({ path, schema, isRequired, kind }: RuleFieldProps & { readonly kind: FieldKind }): ReactNode {
  const { rules, edit, t, issueAt } = useRuleForm();
  const name = fieldName(path);
  const value = textOf(valueAt(rules, path));
  const options = optionsOf(schema, kind);
  return (
    <SelectField
      label={labelOf(path, t)}
      name={name}
      value={value}
      {...hintOf(path, t)}
      error={issueAt(name)}
      onChange={(event) => edit(path, event.target.value)}
    >
      {(!isRequired || value === '') && (
        <option value="">{t(isRequired ? 'policies.registry.choose' : 'policies.notSet')}</option>
      )}
      {value !== '' && !options.includes(value) && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option} value={option}>
          {choiceName(option, t)}
        </option>
      ))}
    </SelectField>
  );
}

/** Left out, every switch that there is counts as on. */
export function FlagField({ path }: RuleFieldProps): ReactNode {
  const { rules, edit, t } = useRuleForm();
  return (
    <CheckField
      label={labelOf(path, t)}
      name={fieldName(path)}
      checked={valueAt(rules, path) !== false}
      {...hintOf(path, t)}
      onChange={(event) => edit(path, event.target.checked)}
    />
  );
}
