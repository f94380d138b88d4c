import { useMemo, type ReactNode } from 'react';
import { entryName, memberName, type PolicyText } from '../policy-text';
import type { Path, Rules } from '../rules/draft';
import { kindOf, type FieldKind, type JsonSchema } from '../rules/json-schema';
import { AddressField } from './address-field';
import { AssetLimitsField } from './asset-limits-field';
import { DurationField } from './duration-field';
import { lastMember, RuleFormContext, useRuleForm, type RuleFieldProps, type RuleFormParts } from './form-context';
import { HOURS_MEMBERS, HoursForm } from './hours-form';
import { ListField } from './list-field';
import { ChoiceField, FlagField, PlainField } from './scalar-fields';
import { PLACED_MEMBERS, SpendingForm } from './spending-form';

type AnyField = (props: RuleFieldProps & { readonly kind: FieldKind }) => ReactNode;

const FIELDS: Readonly<Record<FieldKind, AnyField>> = {
  choice: ChoiceField,
  network: ChoiceField,
  timezone: ChoiceField,
  flag: FlagField,
  duration: DurationField,
  address: AddressField,
  list: ListField,
  dictionary: AssetLimitsField,
  object: ObjectField,
  integer: PlainField,
  number: PlainField,
  decimal: PlainField,
  digits: PlainField,
  text: PlainField,
};

/** The field for one member, chosen by its schema alone: a member that a newer daemon adds has one too. */
function RuleField(props: RuleFieldProps): ReactNode {
  const kind = kindOf(lastMember(props.path), props.schema);
  const Chosen = FIELDS[kind];
  return <Chosen {...props} kind={kind} />;
}

function ObjectField({ path, schema }: RuleFieldProps): ReactNode {
  const { t } = useRuleForm();
  const last = path.at(-1);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-sm font-semibold">
        {typeof last === 'number' ? entryName(lastMember(path), t) : memberName(lastMember(path), t)}
      </legend>
      <Members path={path} schema={schema} without={[]} />
    </fieldset>
  );
}

interface MembersProps {
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly without: readonly string[];
}

function Members({ path, schema, without }: MembersProps): ReactNode {
  const members = Object.entries(schema.properties ?? {}).filter(([name]) => !without.includes(name));
  return members.map(([name, inner]) => (
    <RuleField key={name} path={[...path, name]} schema={inner} isRequired={schema.required?.includes(name) === true} />
  ));
}

// Kinds with a form of their own for some members; whatever else their schema has follows as everywhere.
const OWN_FORMS: Readonly<Record<string, { readonly Form: typeof HoursForm; readonly members: readonly string[] }>> = {
  TIME_RESTRICTION: { Form: HoursForm, members: HOURS_MEMBERS },
  SPENDING_LIMIT: { Form: SpendingForm, members: PLACED_MEMBERS },
};

interface RuleFormProps {
  readonly type: string;
  readonly schema: JsonSchema;
  readonly rules: Rules;
  readonly edit: (path: Path, value: unknown) => void;
  readonly t: PolicyText;
  readonly issueAt: (name: string) => string | undefined;
  readonly refused: readonly string[];
  readonly nameOf: (address: string) => string | undefined;
  readonly network: string | undefined;
}

/** The form for the rules of any kind of policy, made from their schema. */
export function RuleForm({ type, schema, rules, edit, t, issueAt, refused, nameOf, network }: RuleFormProps): ReactNode {
  const parts = useMemo<RuleFormParts>(
    () => ({ rules, edit, t, issueAt, refused, nameOf, network, Field: RuleField }),
    [rules, edit, t, issueAt, refused, nameOf, network],
  );
  const own = OWN_FORMS[type];
  return (
    <RuleFormContext value={parts}>
      <div className="grid max-w-2xl gap-5">
        {own !== undefined && <own.Form properties={schema.properties ?? {}} />}
        <Members path={[]} schema={schema} without={own?.members ?? []} />
      </div>
    </RuleFormContext>
  );
}
