import { useQuery } from '@tanstack/react-query';
import type { TokenItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { SelectField } from '../../../components/ui/field';
import { QueryView } from '../../../components/ui/query-view';
import { shortAddress } from '../../../lib/group-address';
import { safeText } from '../../../lib/safe-text';
import { policyQueries } from '../policies.queries';
import { NETWORKS } from '../rules/networks';
import { useRuleForm } from './form-context';

export type PickedToken = Pick<TokenItem, 'address' | 'symbol' | 'assetId'>;

/** The lists whose entries are tokens. */
export function canPickTokens(member: string): boolean {
  return member === 'tokens' || member === 'assets';
}

interface TokenPickerProps {
  readonly onPick: (token: PickedToken & Readonly<Record<string, unknown>>) => void;
}

/** A token that the registry knows, chosen instead of typed: no digit of its address can be wrong. */
export function TokenPicker({ onPick }: TokenPickerProps): ReactNode {
  const { t, network: ofPolicy } = useRuleForm();
  const [isOpen, setOpen] = useState(false);
  const [network, setNetwork] = useState(ofPolicy ?? 'ethereum-mainnet');
  if (!isOpen) {
    return (
      <Button onClick={() => setOpen(true)} className="text-sm">
        {t('policies.registry')}
      </Button>
    );
  }
  return (
    <div className="grid w-full gap-3 rounded-xl border border-line p-3 sm:grid-cols-2">
      <SelectField label={t('policies.registry.network')} value={network} onChange={(event) => setNetwork(event.target.value)}>
        {NETWORKS.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
      <TokenChoice key={network} network={network} onPick={onPick} />
    </div>
  );
}

function TokenChoice({ network, onPick }: TokenPickerProps & { readonly network: string }): ReactNode {
  const { t } = useRuleForm();
  const query = useQuery(policyQueries.tokens(network));
  const [address, setAddress] = useState('');
  return (
    <QueryView query={query}>
      {({ tokens }) => {
        const chosen = tokens.find((token) => token.address === address);
        if (tokens.length === 0) return <p className="self-end text-sm text-soft">{t('policies.registry.none')}</p>;
        return (
          <div className="grid items-end gap-2 sm:grid-cols-[minmax(0,1fr)_auto]">
            <SelectField
              label={t('policies.registry.token')}
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            >
              <option value="">{t('policies.registry.choose')}</option>
              {tokens.map((token) => (
                <option key={token.address} value={token.address}>
                  {safeText(token.symbol, 20)} · {shortAddress(token.address)}
                </option>
              ))}
            </SelectField>
            <Button
              disabled={chosen === undefined}
              onClick={() => {
                if (chosen === undefined) return;
                // A label of ten characters at most; the address is what decides.
                onPick({ address: chosen.address, symbol: chosen.symbol.slice(0, 10), assetId: chosen.assetId });
                setAddress('');
              }}
            >
              {t('policies.registry.add')}
            </Button>
          </div>
        );
      }}
    </QueryView>
  );
}
