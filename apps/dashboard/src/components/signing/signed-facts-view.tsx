import type { ReactNode } from 'react';
import type { SignedFacts, SignedOperation } from '../../lib/challenge-text';
import { formatAmount, formatUsd } from '../../lib/format-amount';
import { useT, type Translate } from '../../lib/i18n';
import { safeText } from '../../lib/safe-text';
import { Address } from '../ui/address';
import { Facts, type Fact } from '../ui/facts';

function amountText(amount: NonNullable<SignedFacts['amount']>, t: Translate): string {
  const { baseUnits, symbol, decimals } = amount;
  if (!/^\d+$/.test(baseUnits) || decimals === null)
    return `${safeText(baseUnits)} ${t('signing.baseUnits')} ${safeText(symbol)}`;
  return `${formatAmount(baseUnits, decimals)} ${safeText(symbol)}`;
}

function Operation({ operation, index }: { readonly operation: SignedOperation; readonly index: number }): ReactNode {
  const t = useT();
  return (
    <li className="grid gap-1 rounded-lg bg-raised p-3">
      <span className="font-medium">
        {index + 1}. {safeText(operation.kind)}
      </span>
      <Address address={safeText(operation.target)} />
      <span className="text-sm text-soft">
        {safeText(operation.amount)} {t('signing.baseUnits')} {safeText(operation.symbol)}
      </span>
    </li>
  );
}

/** What a text says, in words and numbers; read from the text itself, not from the daemon's other answers. */
export function SignedFactsView({ facts }: { readonly facts: SignedFacts }): ReactNode {
  const t = useT();
  const rows: readonly (Fact | null)[] = [
    { name: t('signing.says'), value: <strong>{safeText(facts.statement, 2000)}</strong> },
    facts.amount && {
      name: t('approvals.amount'),
      value: <span className="text-xl font-semibold">{amountText(facts.amount, t)}</span>,
    },
    facts.usd === null
      ? null
      : {
          name: t('approvals.value'),
          value: /^[\d.]+$/.test(facts.usd) ? `${formatUsd(facts.usd)} USD` : t('approvals.valueUnknown'),
        },
    facts.recipient === null ? null : { name: t('approvals.to'), value: <Address address={safeText(facts.recipient)} /> },
    facts.network === null ? null : { name: t('approvals.network'), value: safeText(facts.network) },
    { name: t('signing.account'), value: <Address address={safeText(facts.address)} /> },
  ];
  return (
    <div className="grid gap-3">
      <Facts facts={rows.filter((row) => row !== null)} />
      {facts.operations.length > 0 && (
        <ol className="grid gap-2">
          {facts.operations.map((operation, index) => (
            <Operation key={`${String(index)}-${operation.target}`} operation={operation} index={index} />
          ))}
        </ol>
      )}
    </div>
  );
}
