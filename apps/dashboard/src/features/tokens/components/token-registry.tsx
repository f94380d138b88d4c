import { useQuery } from '@tanstack/react-query';
import type { TokenItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { ConfirmDialog } from '../../../components/ui/confirm-dialog';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { Facts } from '../../../components/ui/facts';
import { SelectField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { tokenQueries, useRemoveToken } from '../tokens.queries';
import { AddTokenForm } from './add-token-form';

/** The tokens whose names this installation vouches for, network by network. */
export function TokenRegistry({ networks }: { readonly networks: readonly string[] }): ReactNode {
  const t = useT();
  const [chosen, setChosen] = useState('');
  const network = chosen === '' ? (networks[0] ?? '') : chosen;
  return (
    <>
      <div className="max-w-xs">
        <SelectField label={t('approvals.network')} value={network} onChange={(event) => setChosen(event.target.value)}>
          {networks.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
      </div>
      <Tokens key={`list ${network}`} network={network} />
      <AddTokenForm key={`form ${network}`} network={network} />
    </>
  );
}

function Tokens({ network }: { readonly network: string }): ReactNode {
  const t = useT();
  const query = useQuery(tokenQueries.list(network));
  const [asked, setAsked] = useState<TokenItem>();
  const columns: readonly Column<TokenItem>[] = [
    { name: t('tokens.symbol'), cell: ({ symbol }) => safeText(symbol, 40) },
    { name: t('tokens.name'), cell: ({ name }) => safeText(name, 60) },
    { name: t('tokens.address'), cell: ({ address }) => <Address address={address} /> },
    { name: t('tokens.decimals'), cell: ({ decimals }) => decimals, isNumber: true },
    {
      name: t('tokens.source'),
      cell: (token) =>
        token.source === 'builtin' ? (
          <Badge>{t('tokens.builtin')}</Badge>
        ) : (
          <Button
            className="text-sm"
            onClick={() => setAsked(token)}
            aria-haspopup="dialog"
            aria-label={t('tokens.removeOf', { symbol: safeText(token.symbol, 40) })}
          >
            {t('tokens.remove')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <QueryView query={query}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty title={t('tokens.none')} />
          ) : (
            <DataTable caption={t('settings.tab.tokens')} columns={columns} rows={tokens} keyOf={({ address }) => address} />
          )
        }
      </QueryView>
      {asked !== undefined && <RemoveDialog token={asked} network={network} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface RemoveDialogProps {
  readonly token: TokenItem;
  readonly network: string;
  readonly onClose: () => void;
}

function RemoveDialog({ token, network, onClose }: RemoveDialogProps): ReactNode {
  const t = useT();
  const remove = useRemoveToken();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('tokens.removeOf', { symbol: safeText(token.symbol, 40) })}
      submit={t('tokens.remove')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ network, address: token.address }, { onSuccess: onClose })}
    >
      <p>{t('tokens.remove.text')}</p>
      <Facts
        facts={[
          { name: t('approvals.network'), value: network },
          { name: t('tokens.address'), value: <Address address={token.address} /> },
        ]}
      />
    </ConfirmDialog>
  );
}
