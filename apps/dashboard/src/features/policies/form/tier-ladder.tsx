import type { ReactNode } from 'react';
import { TextField } from '../../../components/ui/field';
import type { Path } from '../rules/draft';
import { isRecord } from '../rules/json-schema';
import { fieldName, useRuleForm, valueAt } from './form-context';
import { textOf } from './scalar-fields';

const STEPS = ['instant', 'notify', 'delay'] as const;
type Step = (typeof STEPS)[number];

const COLORS: Readonly<Record<Step | 'above', string>> = {
  instant: 'bg-accent',
  notify: 'bg-accent/55',
  delay: 'bg-warn',
  above: 'bg-danger',
};

export interface LadderScale {
  /** The smallest and the largest value that dragging reaches; typing reaches any. */
  readonly low: number;
  readonly high: number;
}

interface TierLadderProps {
  readonly path: Path;
  /** The member of a step: `instant_max_usd`. */
  readonly memberOf: (step: Step) => string;
  readonly unit: string;
  /** Absent: typed alone, as base units are. */
  readonly scale?: LadderScale;
  readonly read: (text: string) => unknown;
}

const NOTCHES = 120;

function notchOf(value: number, { low, high }: LadderScale): number {
  if (!(value >= low)) return 0;
  return Math.min(NOTCHES, 1 + Math.round((Math.log(value / low) / Math.log(high / low)) * (NOTCHES - 1)));
}

/** Two figures are enough for dragging: 25, 30, 1500. */
function valueOf(notch: number, { low, high }: LadderScale): string {
  if (notch === 0) return '0';
  const raw = low * (high / low) ** ((notch - 1) / (NOTCHES - 1));
  const size = 10 ** (Math.floor(Math.log10(raw)) - 1);
  const rounded = Math.round(raw / size) * size;
  return String(Number(rounded.toFixed(6)));
}

/** Steps one above the other. A step that is dragged takes along those it would pass. */
export function TierLadder({ path, memberOf, unit, scale, read }: TierLadderProps): ReactNode {
  const { rules, edit, t } = useRuleForm();
  const values = valueAt(rules, path);
  const current = (step: Step): string => textOf(isRecord(values) ? values[memberOf(step)] : undefined);
  const drag = (moved: Step, text: string): void => {
    edit([...path, memberOf(moved)], read(text));
    for (const other of STEPS) {
      const has = current(other);
      const isPassed = STEPS.indexOf(other) < STEPS.indexOf(moved) ? Number(has) > Number(text) : Number(has) < Number(text);
      if (other !== moved && has !== '' && isPassed) edit([...path, memberOf(other)], read(text));
    }
  };
  return (
    <ol className="grid overflow-hidden rounded-xl border border-line">
      {STEPS.map((step) => (
        <Rung
          key={step}
          {...{ step, unit }}
          path={[...path, memberOf(step)]}
          text={current(step)}
          onType={(text) => edit([...path, memberOf(step)], read(text))}
          {...(scale === undefined ? {} : { scale, onDrag: (text: string) => drag(step, text) })}
        />
      ))}
      <li className="grid grid-cols-[0.4rem_1fr] text-sm">
        <span aria-hidden="true" className={COLORS.above} />
        <span className="px-4 py-3 font-medium">{t('policies.ladder.step.above')}</span>
      </li>
    </ol>
  );
}

interface RungProps {
  readonly step: Step;
  readonly unit: string;
  readonly path: Path;
  readonly text: string;
  readonly scale?: LadderScale;
  readonly onType: (text: string) => void;
  readonly onDrag?: (text: string) => void;
}

function Rung({ step, unit, path, text, scale, onType, onDrag }: RungProps): ReactNode {
  const { t, issueAt } = useRuleForm();
  const name = fieldName(path);
  const label = `${t(`policies.ladder.step.${step}`)} (${unit})`;
  return (
    <li className="grid grid-cols-[0.4rem_1fr] border-b border-line">
      <span aria-hidden="true" className={COLORS[step]} />
      <div className={`grid items-end gap-x-4 gap-y-2 px-4 py-3 ${scale === undefined ? '' : 'sm:grid-cols-[13rem_1fr]'}`}>
        <TextField
          {...{ label, name }}
          value={text}
          inputMode="decimal"
          className="tabular-nums"
          placeholder={t('policies.notSet')}
          error={issueAt(name)}
          onChange={(event) => onType(event.target.value)}
        />
        {scale !== undefined && (
          <input
            type="range"
            aria-label={t('policies.ladder.drag', { step: label })}
            aria-valuetext={text === '' ? t('policies.notSet') : `${text} ${unit}`}
            min={0}
            max={NOTCHES}
            value={notchOf(Number(text), scale)}
            onChange={(event) => onDrag?.(valueOf(Number(event.target.value), scale))}
            className="h-10 w-full accent-(--accent)"
          />
        )}
      </div>
    </li>
  );
}
