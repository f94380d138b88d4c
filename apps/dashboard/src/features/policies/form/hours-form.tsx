import { useRef, type PointerEvent, type ReactNode } from 'react';
import { SelectField } from '../../../components/ui/field';
import { memberName } from '../policy-text';
import { isRecord, type JsonSchema } from '../rules/json-schema';
import { dayName } from '../../../lib/format-time';
import { WEEK } from '../rules/words';
import { useRuleForm } from './form-context';
import { Issue } from './issue';

/** Members this form places itself. */
export const HOURS_MEMBERS: readonly string[] = ['allowed_hours', 'allowed_days', 'timezone'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

interface Window {
  readonly start: number;
  readonly end: number;
  readonly days: readonly number[];
}

function useWindow(): Window {
  const { rules } = useRuleForm();
  const { allowed_hours: hours, allowed_days: days } = rules;
  const { start, end } = isRecord(hours) ? hours : {};
  return {
    start: typeof start === 'number' ? start : 0,
    end: typeof end === 'number' ? end : 24,
    days: Array.isArray(days) ? (days as number[]) : [],
  };
}

/** As the daemon reads it: the end is outside, and a range past midnight comes back in the morning. */
function isWithin(hour: number, { start, end }: Window): boolean {
  return start < end ? hour >= start && hour < end : hour >= start || hour < end;
}

/** Days and hours as a week to look at: days are ticked, hours are chosen or drawn with the mouse. */
export function HoursForm({ properties }: { readonly properties: Readonly<Record<string, JsonSchema>> }): ReactNode {
  const { t, edit, issueAt, Field } = useRuleForm();
  const shown = useWindow();
  const { start, end } = shown;
  const zone = properties['timezone'];
  return (
    <div className="grid gap-5">
      <div className="grid items-start gap-4 sm:grid-cols-[8rem_8rem_1fr]">
        <SelectField
          label={t('policies.hours.from')}
          name="rules.allowed_hours.start"
          value={start}
          error={issueAt('rules.allowed_hours.start')}
          onChange={(event) => edit(['allowed_hours', 'start'], Number(event.target.value))}
        >
          {HOURS.map((hour) => (
            <option key={hour} value={hour}>
              {clock(hour)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('policies.hours.to')}
          name="rules.allowed_hours.end"
          value={end}
          error={issueAt('rules.allowed_hours.end') ?? issueAt('rules.allowed_hours')}
          onChange={(event) => edit(['allowed_hours', 'end'], Number(event.target.value))}
        >
          {HOURS.map((hour) => (
            <option key={hour + 1} value={hour + 1}>
              {clock(hour + 1)}
            </option>
          ))}
        </SelectField>
        {zone !== undefined && <Field path={['timezone']} schema={zone} isRequired={false} />}
      </div>
      {start > end && <p className="text-sm text-soft">{t('policies.hours.wraps')}</p>}
      <Week />
    </div>
  );
}

/** Which hour of the row the pointer is over. */
function hourAt({ clientX, currentTarget }: PointerEvent<HTMLElement>): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(23, Math.max(0, Math.floor(((clientX - left) / width) * 24)));
}

function Week(): ReactNode {
  const { t, edit, issueAt } = useRuleForm();
  const { days } = useWindow();
  const toggle = (day: number, isOn: boolean): void =>
    edit(['allowed_days'], isOn ? [...days, day].sort((a, b) => a - b) : days.filter((other) => other !== day));
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-2 text-sm font-medium">{memberName('allowed_days', t)}</legend>
      {WEEK.map((day) => (
        <div key={day} className="grid grid-cols-[5.5rem_1fr] items-center gap-3">
          <label className="flex min-h-7 items-center gap-2 text-sm">
            <input
              type="checkbox"
              name="rules.allowed_days"
              value={day}
              checked={days.includes(day)}
              onChange={(event) => toggle(day, event.target.checked)}
              className="size-4.5 accent-(--accent)"
            />
            <span aria-hidden="true">{dayName(day, t.language)}</span>
            <span className="sr-only">{dayName(day, t.language, 'long')}</span>
          </label>
          <DayHours day={day} />
        </div>
      ))}
      <HourMarks />
      <Issue text={issueAt('rules.allowed_days') ?? issueAt('rules.allowed_days.0')} />
    </fieldset>
  );
}

/** The hours of one day to look at, and to draw with the mouse; whoever uses none chooses them above. */
function DayHours({ day }: { readonly day: number }): ReactNode {
  const { edit } = useRuleForm();
  const shown = useWindow();
  const from = useRef<number>(undefined);
  const draw = (event: PointerEvent<HTMLElement>): void => {
    if (from.current === undefined) return;
    const to = hourAt(event);
    edit(['allowed_hours'], { start: Math.min(from.current, to), end: Math.max(from.current, to) + 1 });
  };
  const begin = (event: PointerEvent<HTMLElement>): void => {
    from.current = hourAt(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    draw(event);
  };
  const end = (): void => {
    from.current = undefined;
  };
  return (
    <div
      aria-hidden="true"
      className="grid h-7 cursor-crosshair touch-none grid-cols-24 gap-px select-none"
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {HOURS.map((hour) => (
        <span
          key={hour}
          title={clock(hour)}
          className={`first:rounded-l-md last:rounded-r-md ${shown.days.includes(day) && isWithin(hour, shown) ? 'bg-accent' : 'bg-raised'}`}
        />
      ))}
    </div>
  );
}

function HourMarks(): ReactNode {
  return (
    <div aria-hidden="true" className="grid grid-cols-[5.5rem_1fr] gap-3 text-xs text-soft tabular-nums">
      <span />
      <span className="flex justify-between">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </span>
    </div>
  );
}
