import { useRef, useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { Icon } from '../../../components/ui/icon';
import { entryName, memberHint, memberName } from '../policy-text';
import { blankOf, type Path } from '../rules/draft';
import type { JsonSchema } from '../rules/json-schema';
import { Issue } from './issue';
import { fieldName, lastMember, useRuleForm, valueAt, type RuleFieldProps } from './form-context';
import { canPickTokens, TokenPicker } from './token-picker';

const PART = 50;

/** How many entries of a long list are there to be edited: a part, and every one that was refused. */
function useShown(name: string): readonly [number, (count: number) => void] {
  const { refused } = useRuleForm();
  const [count, setCount] = useState(PART);
  const inList = refused
    .filter((path) => path.startsWith(`${name}.`))
    .map((path) => Number(path.slice(name.length + 1).split('.')[0]));
  return [Math.max(count, ...inList.filter(Number.isInteger).map((index) => index + 1)), setCount];
}

/** Entries one below the other. A new one has the focus; after one is removed, the button that adds has it. */
export function ListField({ path, schema }: RuleFieldProps): ReactNode {
  const { rules, edit, t, issueAt } = useRuleForm();
  const member = lastMember(path);
  const value = valueAt(rules, path);
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const frame = useRef<HTMLFieldSetElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const what = entryName(member, t);
  const hint = memberHint(member, t);
  const [shown, setShown] = useShown(fieldName(path));
  const add = (): void => {
    setShown(Math.max(shown, list.length + 1));
    edit(path, [...list, blankOf(member, schema.items ?? {})]);
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>(`[name^="${fieldName([...path, list.length])}"]`)?.focus(),
    );
  };
  const remove = (index: number): void => {
    edit(
      path,
      list.filter((_, place) => place !== index),
    );
    adder.current?.focus();
  };
  return (
    <fieldset ref={frame} className="grid min-w-0 gap-3">
      <legend className="mb-2 text-sm font-semibold">{memberName(member, t)}</legend>
      {hint !== undefined && <p className="text-sm text-soft">{hint}</p>}
      {list.slice(0, shown).map((_, index) => (
        <Entry
          // Entries have no name of their own; every field takes its value from the rules.
          key={index}
          path={[...path, index]}
          schema={schema.items ?? {}}
          onRemove={() => remove(index)}
          removeLabel={t('policies.remove', { what, number: index + 1 })}
        />
      ))}
      <More hidden={list.length - shown} onMore={() => setShown(shown + PART)} />
      <Issue text={issueAt(fieldName(path))} />
      <div className="flex flex-wrap items-start gap-2">
        <Button ref={adder} onClick={add} className="text-sm">
          {t('policies.add', { what })}
        </Button>
        {canPickTokens(member) && (
          <TokenPicker onPick={(token) => edit(path, [...list.filter((entry) => !isBlank(entry)), entryOf(token, schema)])} />
        )}
      </div>
    </fieldset>
  );
}

function More({ hidden, onMore }: { readonly hidden: number; readonly onMore: () => void }): ReactNode {
  const { t } = useRuleForm();
  if (hidden <= 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-3 text-sm text-soft">
      {t('policies.moreEntries', { count: hidden })}
      <Button onClick={onMore} className="text-sm">
        {t('states.more')}
      </Button>
    </p>
  );
}

function isBlank(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && Object.values(entry).every((value) => value === '');
}

/** What of a token the entries of this list hold. */
function entryOf(token: Readonly<Record<string, unknown>>, { items }: JsonSchema): Readonly<Record<string, unknown>> {
  const members = Object.keys(items?.properties ?? {}).filter((name) => token[name] !== undefined);
  return Object.fromEntries(members.map((name) => [name, token[name]]));
}

interface EntryProps {
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly onRemove: () => void;
  readonly removeLabel: string;
}

function Entry({ path, schema, onRemove, removeLabel }: EntryProps): ReactNode {
  const { Field } = useRuleForm();
  const isPlain = schema.properties === undefined;
  const members = Object.entries(schema.properties ?? {});
  return (
    <div
      className={`grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 ${isPlain ? '' : 'rounded-xl border border-line bg-raised/40 p-3 sm:p-4'}`}
    >
      {isPlain ? (
        <Field path={path} schema={schema} isRequired />
      ) : (
        <div className="grid min-w-0 items-start gap-4 sm:grid-cols-2">
          {members.map(([name, inner]) => (
            <div key={name} className={isWide(name) ? 'min-w-0 sm:col-span-2' : 'min-w-0'}>
              <Field path={[...path, name]} schema={inner} isRequired={schema.required?.includes(name) === true} />
            </div>
          ))}
        </div>
      )}
      <Button
        look="quiet"
        onClick={onRemove}
        aria-label={removeLabel}
        title={removeLabel}
        className={`px-2! ${isPlain ? 'mt-6.5' : ''}`}
      >
        <Icon name="close" className="size-4" />
      </Button>
    </div>
  );
}

const isWide = (name: string): boolean => /address|assetId|token|selectors/i.test(name);
