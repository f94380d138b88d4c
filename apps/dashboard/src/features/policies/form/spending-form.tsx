import type { ReactNode } from 'react';
import { decimalOf } from '../rules/draft';
import type { JsonSchema } from '../rules/json-schema';
import { useRuleForm } from './form-context';
import { TierLadder } from './tier-ladder';

const USD = { low: 1, high: 1_000_000 };

/** The members the ladders show. */
export const LADDER_MEMBERS: readonly string[] = ['instant', 'notify', 'delay'].flatMap((step) => [
  `${step}_max`,
  `${step}_max_usd`,
]);
const WINDOWS = ['daily_limit_usd', 'monthly_limit_usd'];
const WAITS = ['delay_seconds', 'approval_timeout'];
/** Members this form places itself. */
export const PLACED_MEMBERS: readonly string[] = [...LADDER_MEMBERS, ...WINDOWS, ...WAITS, 'token_limits'];

/** Tiers as ladders, the windows and the waits beside each other. */
export function SpendingForm({ properties }: { readonly properties: Readonly<Record<string, JsonSchema>> }): ReactNode {
  const { t, rules, Field } = useRuleForm();
  const field = (name: string): ReactNode => {
    const schema = properties[name];
    return schema === undefined ? null : <Field key={name} path={[name]} schema={schema} isRequired={false} />;
  };
  const hasRaw = LADDER_MEMBERS.some((name) => name.endsWith('_max') && rules[name] !== undefined && rules[name] !== '');
  return (
    <>
      <Part title={t('policies.ladder.usd')}>
        <TierLadder path={[]} memberOf={(step) => `${step}_max_usd`} unit="USD" scale={USD} read={decimalOf} />
      </Part>
      <Part title={t('policies.ladder.windows')}>
        <div className="grid items-start gap-4 sm:grid-cols-2">{WINDOWS.map(field)}</div>
      </Part>
      <Part title={t('policies.ladder.waits')}>
        <div className="grid items-start gap-4 xl:grid-cols-2">{WAITS.map(field)}</div>
      </Part>
      {field('token_limits')}
      <details open={hasRaw || undefined} className="grid gap-3">
        <summary className="text-sm font-semibold">{t('policies.ladder.raw')}</summary>
        <div className="mt-3 grid gap-3">
          <p className="text-sm text-soft">{t('policies.ladder.raw.hint')}</p>
          <TierLadder path={[]} memberOf={(step) => `${step}_max`} unit="wei, lamport" read={(text) => text.trim()} />
        </div>
      </details>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-2 text-sm font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
