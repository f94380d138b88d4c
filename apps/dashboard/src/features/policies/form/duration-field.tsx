import { useState, type ReactNode } from 'react';
import { TextField } from '../../../components/ui/field';
import { fieldName, useRuleForm, valueAt, type RuleFieldProps } from './form-context';
import { hintOf, labelOf } from './scalar-fields';

const UNITS = [86_400, 3600, 60, 1] as const;
type Unit = (typeof UNITS)[number];

function unitOf(seconds: unknown): Unit {
  const fitting = typeof seconds === 'number' && seconds > 0 ? UNITS.find((unit) => seconds % unit === 0) : undefined;
  return fitting ?? 60;
}

/** A length of time in the largest unit that says it exactly. What is kept is seconds. */
export function DurationField({ path }: RuleFieldProps): ReactNode {
  const { rules, edit, t, issueAt } = useRuleForm();
  const value = valueAt(rules, path);
  const [unit, setUnit] = useState<Unit>(() => unitOf(value));
  const label = labelOf(path, t);
  const name = fieldName(path);
  const text = typeof value === 'number' ? String(value / unit) : typeof value === 'string' ? value : '';
  const enter = (next: string): void => edit(path, /^\d{1,9}$/.test(next.trim()) ? Number(next) * unit : next.trim());
  const changeUnit = (next: Unit): void => {
    setUnit(next);
    if (typeof value === 'number') edit(path, Math.round((value / unit) * next));
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_8rem] items-end gap-2">
      <TextField
        {...{ label, name, ...hintOf(path, t) }}
        value={text}
        inputMode="numeric"
        error={issueAt(name)}
        onChange={(event) => enter(event.target.value)}
      />
      <select
        aria-label={t('policies.unit', { what: label })}
        className="control"
        name={`${name}.unit`}
        value={unit}
        onChange={(event) => changeUnit(UNITS.find((one) => String(one) === event.target.value) ?? 1)}
      >
        {UNITS.toReversed().map((one) => (
          <option key={one} value={one}>
            {t(`policies.unit.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
