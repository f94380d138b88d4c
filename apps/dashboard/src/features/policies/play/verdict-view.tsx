import type { PolicyMatchItem, PolicyVerdict } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { Facts } from '../../../components/ui/facts';
import { Section } from '../../../components/ui/page';
import { duration } from '../../../lib/format-time';
import { isMessageKey } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { choiceName, isPolicyKey, memberName, typeName, usePolicyText, type PolicyText } from '../policy-text';
import { amountText } from '../rules/words';

/** What policy says of a request, why, and what would change its mind. */
export function VerdictView({ verdict }: { readonly verdict: PolicyVerdict }): ReactNode {
  const t = usePolicyText();
  return (
    <div role="status" className="grid gap-6">
      <Section title={t('play.verdict')}>
        <Headline verdict={verdict} t={t} />
        <Facts facts={factsOf(verdict, t)} />
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

function Headline({ verdict, t }: PartProps): ReactNode {
  const tone = verdict.allowed ? (TONES[verdict.tier ?? ''] ?? 'bg-raised') : 'bg-danger-wash text-danger';
  return (
    <div className={`grid gap-1 rounded-xl px-5 py-4 ${tone}`}>
      <p className="text-lg font-semibold">{t(verdict.allowed ? 'play.allowed' : 'play.denied')}</p>
      <p className="text-ink">{verdict.allowed ? tierText(verdict, t) : safeText(verdict.denyCode ?? '', 80)}</p>
    </div>
  );
}

function suggestionText({ suggestion, tier }: PolicyVerdict, t: PolicyText): string {
  if (suggestion !== null) return safeText(suggestion, 400);
  return t(tier === 'INSTANT' ? 'play.suggestion.needless' : 'play.suggestion.none');
}

function reasonText({ reason, approvalReason }: PolicyVerdict, t: PolicyText): string | undefined {
  const key = `approvals.reason.${approvalReason ?? ''}`;
  if (isMessageKey(key)) return t(key);
  return reason === null ? undefined : safeText(reason, 400);
}

function factsOf(verdict: PolicyVerdict, t: PolicyText): readonly { readonly name: string; readonly value: ReactNode }[] {
  const reason = reasonText(verdict, t);
  const codes = verdict.warnings.map(({ code, period }) => (period === undefined ? code : `${code} (${period})`));
  return [
    ...(reason === undefined ? [] : [{ name: t('play.reason'), value: <span className="wrap-anywhere">{reason}</span> }]),
    {
      name: t('play.suggestion'),
      value: <strong className="font-semibold wrap-anywhere">{suggestionText(verdict, t)}</strong>,
    },
    ...(codes.length === 0 ? [] : [{ name: t('play.warnings'), value: safeText(codes.join(', ')) }]),
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
  const name = safeText(typeName(type, t), 60);
  if (policyId !== null && !policyId.startsWith('draft:')) {
    return (
      <Link to={`/policies/${policyId}`} className="font-semibold text-accent underline-offset-4 hover:underline">
        {name}
      </Link>
    );
  }
  return (
    <span className="grid">
      {name}
      <span className="text-sm font-normal text-soft">{t(policyId === null ? 'play.builtIn' : 'play.draft')}</span>
    </span>
  );
}

function figure(text: string | null): string {
  if (text === null) return '–';
  return /^\d+(\.\d+)?$/.test(text) ? amountText(text) : safeText(text, 120);
}

function Matches({ matched }: { readonly matched: readonly PolicyMatchItem[] }): ReactNode {
  const t = usePolicyText();
  // Lines have no name of their own; their place in the answer is one.
  const rows = matched.map((match, index) => ({ match, key: String(index) }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { name: t('play.rule'), cell: ({ match }) => <Rule match={match} /> },
    {
      name: t('play.outcome'),
      cell: ({ match }) => (
        <span className="grid justify-items-start gap-1">
          <Badge tone={OUTCOMES[match.outcome]}>{outcomeText(match, t)}</Badge>
          {match.code !== null && <span className="font-mono text-xs wrap-anywhere text-soft">{safeText(match.code, 80)}</span>}
        </span>
      ),
    },
    {
      name: t('play.field'),
      cell: ({ match: { field, operation } }) => (
        <span className="grid">
          <span>{field === null ? '–' : safeText(memberName(field, t), 60)}</span>
          {operation !== null && operation !== '' && (
            <span className="text-sm text-soft">
              {t('play.operation')} {safeText(operation, 20)}
            </span>
          )}
        </span>
      ),
    },
    { name: t('play.limit'), cell: ({ match }) => <span className="wrap-anywhere">{figure(match.limit)}</span>, isNumber: true },
    {
      name: t('play.actual'),
      cell: ({ match }) => <span className="wrap-anywhere">{figure(match.actual)}</span>,
      isNumber: true,
    },
  ];
  return <DataTable caption={t('play.matched')} columns={columns} rows={rows} keyOf={({ key }) => key} />;
}
