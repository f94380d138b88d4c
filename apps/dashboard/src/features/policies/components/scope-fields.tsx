import type { WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { CheckField, SelectField, TextField } from '../../../components/ui/field';
import { Section } from '../../../components/ui/page';
import { safeText } from '../../../lib/safe-text';
import { usePolicyText } from '../policy-text';
import { NETWORKS, networksOf } from '../rules/networks';
import type { Issues } from './use-issues';

export interface Scope {
  /** Empty: all wallets. */
  readonly walletId: string;
  /** Empty: every network. */
  readonly network: string;
  readonly priority: string;
  readonly isEnabled: boolean;
}

interface ScopeFieldsProps {
  readonly scope: Scope;
  readonly wallets: readonly WalletItem[];
  readonly issues: Issues;
  /** Of a policy that is there, the place never changes. */
  readonly isFixed: boolean;
  readonly onChange: (scope: Scope) => void;
}

/** Whom and where a policy concerns, and which of two counts. */
export function ScopeFields({ scope, wallets, issues, isFixed, onChange }: ScopeFieldsProps): ReactNode {
  const t = usePolicyText();
  const isWhole = /^-?\d{1,10}$/.test(scope.priority.trim());
  return (
    <Section title={t('policies.form.scope')}>
      {isFixed && <p className="text-sm text-soft">{t('policies.form.fixed')}</p>}
      <div className="grid max-w-2xl items-start gap-4 sm:grid-cols-2">
        <PlaceFields {...{ scope, wallets, issues, isFixed, onChange }} />
        <TextField
          label={t('policies.form.priority')}
          name="priority"
          hint={t('policies.form.priority.hint')}
          inputMode="numeric"
          value={scope.priority}
          error={isWhole ? issues.at('priority') : t('policies.form.priority.bad')}
          onChange={(event) => onChange({ ...scope, priority: event.target.value })}
        />
        <div className="sm:pt-7">
          <CheckField
            label={t('policies.form.enabled')}
            checked={scope.isEnabled}
            onChange={(event) => onChange({ ...scope, isEnabled: event.target.checked })}
          />
        </div>
      </div>
    </Section>
  );
}

function PlaceFields({ scope, wallets, issues, isFixed, onChange }: ScopeFieldsProps): ReactNode {
  const t = usePolicyText();
  const wallet = wallets.find(({ id }) => id === scope.walletId);
  const networks = wallet === undefined ? NETWORKS : networksOf(wallet);
  // The network of one wallet may be none of another.
  const moveTo = (walletId: string): void => onChange({ ...scope, walletId, network: '' });
  return (
    <>
      <SelectField
        label={t('policies.form.wallet')}
        name="walletId"
        value={scope.walletId}
        disabled={isFixed}
        error={issues.at('walletId')}
        onChange={(event) => moveTo(event.target.value)}
      >
        <option value="">{t('policies.form.wallet.all')}</option>
        {scope.walletId !== '' && wallet === undefined && <option value={scope.walletId}>{t('policies.unknownWallet')}</option>}
        {wallets.map(({ id, name }) => (
          <option key={id} value={id}>
            {safeText(name, 60)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('policies.form.network')}
        name="network"
        value={scope.network}
        disabled={isFixed}
        error={issues.at('network')}
        onChange={(event) => onChange({ ...scope, network: event.target.value })}
      >
        <option value="">{t('policies.form.network.all')}</option>
        {networks.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
    </>
  );
}
