import type { PolicyMatchItem, PolicyVerdict } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { Facts } from '../../../components/ui/facts';
import { Section } from '../../../components/ui/page';
import { duration } from '../../../lib/format-time';
import {
  aboutText,
  denialText,
  fieldName,
  figureWord,
  reasonText,
  suggestionText,
  useEngineText,
  warningText,
  type EngineText,
} from '../../../lib/engine-words';
import { isMessageKey } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { choiceName, isPolicyKey, usePolicyText, type PolicyText } from '../policy-text';
import { amountText, assetName } from '../rules/words';

/** What policy says of a request, why, and what would change its mind. */
export function VerdictView({ verdict }: { readonly verdict: PolicyVerdict }): ReactNode {
  const t = usePolicyText();
  const engine = useEngineText();
  return (
    <div role="status" className="grid gap-6">
      <Section title={t('play.verdict')}>
        <Headline verdict={verdict} t={t} />
        <Facts facts={factsOf(verdict, t, engine)} />
      </Section>
      <Section title={t('play.matched')}>
        {verdict.matched.length === 0 ? <p className="text-soft">{t('play.nothing')}</p> : <Matches matched={verdict.matched} />}
      </Section>
    </div>
  );
}

interface PartProps {
  readonly verdict: PolicyVerdict;
  readonly t: PolicyText;
}

function tierText({ tier, delaySeconds, approvalTimeoutSeconds }: PolicyVerdict, t: PolicyText): string {
  const key = `play.tier.${tier ?? ''}`;
  const time = duration(delaySeconds ?? approvalTimeoutSeconds ?? 0, t.language);
  return isPolicyKey(key) ? t(key, { time }) : '';
}

const TONES: Readonly<Record<string, string>> = {
  ...{ INSTANT: 'bg-accent-wash text-accent', NOTIFY: 'bg-accent-wash text-accent' },
  ...{ DELAY: 'bg-warn-wash text-warn', APPROVAL: 'bg-warn-wash text-warn' },
};

function headlineOf({ allowed, tier }: PolicyVerdict): 'play.denied' | 'play.waits' | 'play.asks' | 'play.allowed' {
  if (!allowed) return 'play.denied';
  if (tier === 'DELAY') return 'play.waits';
  return tier === 'APPROVAL' ? 'play.asks' : 'play.allowed';
}

function Headline({ verdict, t }: PartProps): ReactNode {
  const engine = useEngineText();
  const tone = verdict.allowed ? (TONES[verdict.tier ?? ''] ?? 'bg-raised') : 'bg-danger-wash text-danger';
  return (
    <div className={`grid gap-1 rounded-xl px-5 py-4 ${tone}`}>
      <p className="text-lg font-semibold">{t(headlineOf(verdict))}</p>
      <p className="text-ink">{verdict.allowed ? tierText(verdict, t) : denialText(verdict.denyCode ?? '', engine)}</p>
    </div>
  );
}

function helpText(verdict: PolicyVerdict, t: PolicyText, engine: EngineText): string {
  return suggestionText(verdict, engine) ?? t(verdict.tier === 'INSTANT' ? 'play.suggestion.needless' : 'play.suggestion.none');
}

function whyText(verdict: PolicyVerdict, t: PolicyText, engine: EngineText): string | undefined {
  const key = `approvals.reason.${verdict.approvalReason ?? ''}`;
  return isMessageKey(key) ? t(key) : reasonText(verdict, engine);
}

type Row = { readonly name: string; readonly value: ReactNode };

function factsOf(verdict: PolicyVerdict, t: PolicyText, engine: EngineText): readonly Row[] {
  const reason = whyText(verdict, t, engine);
  const warnings = verdict.warnings.map((warning) => warningText(warning, engine));
  return [
    ...(reason === undefined ? [] : [{ name: t('play.reason'), value: <span className="wrap-anywhere">{reason}</span> }]),
    {
      name: t('play.suggestion'),
      value: <strong className="font-semibold wrap-anywhere">{helpText(verdict, t, engine)}</strong>,
    },
    ...(warnings.length === 0 ? [] : [{ name: t('play.warnings'), value: warnings.join(' ') }]),
  ];
}

const OUTCOMES: Readonly<Record<PolicyMatchItem['outcome'], BadgeTone>> = {
  ...{ deny: 'bad', floor: 'warn', pass: 'good', shadowed: 'plain' },
};

function outcomeText({ outcome, tier }: PolicyMatchItem, t: PolicyText): string {
  return t(`play.outcome.${outcome}`, { tier: choiceName(tier ?? '', t) });
}

function Rule({ match: { policyId, type } }: { readonly match: PolicyMatchItem }): ReactNode {
  const t = usePolicyText();
  const name = aboutText(type, useEngineText());
  if (policyId !== null && !policyId.startsWith('draft:')) {
    return (
      <Link to={`/policies/${policyId}`} className="font-semibold text-accent underline-offset-4 hover:underline">
        {name}
      </Link>
    );
  }
  return (
    <span className="font-semibold">
      {name} <span className="text-sm font-normal text-soft">{t(policyId === null ? 'play.builtIn' : 'play.draft')}</span>
    </span>
  );
}

function figure(text: string, engine: EngineText): string {
  return /^\d+(\.\d+)?$/.test(text) ? amountText(text) : (figureWord(text, engine) ?? safeText(text, 120));
}

/** What a rule looked at: a member of its rules, or of the limits of one asset. */
function fieldText(field: string, t: PolicyText, engine: EngineText): string {
  const [root = '', ...rest] = field.split('.');
  const last = rest.at(-1);
  if (root !== 'token_limits' || last === undefined) return fieldName(field, engine);
  return `${safeText(assetName(rest.slice(0, -1).join('.'), t), 60)}: ${fieldName(last, engine)}`;
}

function Matches({ matched }: { readonly matched: readonly PolicyMatchItem[] }): ReactNode {
  return (
    <ul className="grid">
      {matched.map((match, index) => (
        // Lines have no name of their own; their place in the answer is one.
        <Match key={index} match={match} />
      ))}
    </ul>
  );
}

function Match({ match }: { readonly match: PolicyMatchItem }): ReactNode {
  const t = usePolicyText();
  const engine = useEngineText();
  const { outcome, code, field, limit, actual, operation } = match;
  const figures = [
    ...(field === null ? [] : [{ name: t('play.field'), value: fieldText(field, t, engine) }]),
    ...(limit === null ? [] : [{ name: t('play.limit'), value: figure(limit, engine) }]),
    ...(actual === null ? [] : [{ name: t('play.actual'), value: figure(actual, engine) }]),
    ...(operation === null || operation === '' ? [] : [{ name: t('play.operation'), value: safeText(operation, 20) }]),
    ...(code === null ? [] : [{ name: t('play.code'), value: <code>{safeText(code, 80)}</code> }]),
  ];
  return (
    <li className="grid gap-1.5 border-b border-line py-3 first:pt-0 last:border-0 last:pb-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Rule match={match} />
        <Badge tone={OUTCOMES[outcome]}>{outcomeText(match, t)}</Badge>
      </div>
      {figures.length > 0 && (
        <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {figures.map(({ name, value }) => (
            <div key={name} className="flex min-w-0 gap-1.5">
              <dt className="text-soft">{name}</dt>
              <dd className="min-w-0 font-medium wrap-anywhere tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
