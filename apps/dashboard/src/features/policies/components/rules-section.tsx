import type { PolicyTypeItem, WalletItem } from '@waiaas/api-types';
import { useCallback, useState, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { RuleForm } from '../form/rule-form';
import { usePolicyText } from '../policy-text';
import type { Rules } from '../rules/draft';
import { RulesJson } from './rules-json';
import type { Draft } from './use-draft';
import type { Issues } from './use-issues';

interface RulesSectionProps {
  readonly type: PolicyTypeItem;
  readonly wallets: readonly WalletItem[];
  readonly draft: Draft;
  readonly issues: Issues;
}

/** The rules as a form or as JSON: two views of one thing. */
export function RulesSection({ type, wallets, draft, issues }: RulesSectionProps): ReactNode {
  const t = usePolicyText();
  const [isAsJson, setAsJson] = useState(false);
  const { rules, edit, replace, scope, isJsonBroken, setJsonBroken } = draft;
  const nameOf = useCallback((address: string) => nameOfAddress(wallets, address), [wallets]);
  const actions = <ViewSwitch isAsJson={isAsJson} isDisabled={isJsonBroken} onChange={setAsJson} />;
  return (
    <Section title={t('policies.form.rules')} actions={actions}>
      {isAsJson ? (
        <RulesJson rules={rules} onChange={replace} onBroken={setJsonBroken} />
      ) : (
        <RuleForm
          {...{ type: type.type, schema: type.schema, rules, edit, t, nameOf }}
          issueAt={issues.at}
          refused={issues.paths}
          network={scope.network === '' ? undefined : scope.network}
        />
      )}
      <OtherIssues issues={issues.elsewhere((path) => hasOwnPlace(path, isAsJson ? {} : rules))} />
    </Section>
  );
}

function nameOfAddress(wallets: readonly WalletItem[], address: string): string | undefined {
  const wanted = address.toLowerCase();
  return wallets.find((wallet) => wallet.address.toLowerCase() === wanted)?.name;
}

/** Whether a field of the page shows what is wrong there: those of the place do, and those of members that are in the rules. */
function hasOwnPlace(path: string, rules: Rules): boolean {
  const [root = '', member = ''] = path.split('.');
  return root === 'rules' ? Object.hasOwn(rules, member) : ['walletId', 'network', 'priority'].includes(root);
}

interface ViewSwitchProps {
  readonly isAsJson: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (isAsJson: boolean) => void;
}

function ViewSwitch({ isAsJson, isDisabled, onChange }: ViewSwitchProps): ReactNode {
  const t = usePolicyText();
  return (
    <span role="group" aria-label={t('policies.form.view')} className="flex rounded-[9px] border border-strong p-0.5">
      {([false, true] as const).map((isJson) => (
        <button
          key={String(isJson)}
          type="button"
          aria-pressed={isAsJson === isJson}
          disabled={isDisabled}
          onClick={() => onChange(isJson)}
          className={`min-h-8 rounded-md px-3 text-sm ${isAsJson === isJson ? 'bg-accent-wash font-semibold text-accent' : 'text-soft hover:text-ink'}`}
        >
          {t(isJson ? 'policies.form.asJson' : 'policies.form.asForm')}
        </button>
      ))}
    </span>
  );
}

function OtherIssues({ issues }: { readonly issues: ReturnType<Issues['elsewhere']> }): ReactNode {
  const t = usePolicyText();
  if (issues.length === 0) return null;
  return (
    <Notice tone="danger" isAlert title={t('policies.form.otherIssues')}>
      <ul className="grid gap-1">
        {issues.map(({ path, text }) => (
          <li key={path}>
            <code className="font-mono text-sm">{path}</code>: {text}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
