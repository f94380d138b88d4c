import type { WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ShortAddress } from '../../../components/ui/address';
import { Badge, type BadgeTone } from '../../../components/ui/badge';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { Time } from '../../../components/ui/time';
import { formatUsd } from '../../../lib/format-amount';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

const STATUS_TONES: Readonly<Record<WalletItem['status'], BadgeTone>> = { ACTIVE: 'good', SUSPENDED: 'warn', TERMINATED: 'bad' };
const OWNER_TONES: Readonly<Record<WalletItem['ownerState'], BadgeTone>> = { NONE: 'warn', GRACE: 'plain', LOCKED: 'good' };

export function WalletStatusBadge({ status }: { readonly status: WalletItem['status'] }): ReactNode {
  const t = useT();
  return <Badge tone={STATUS_TONES[status]}>{t(`wallets.status.${status}`)}</Badge>;
}

export function OwnerBadge({ state }: { readonly state: WalletItem['ownerState'] }): ReactNode {
  const t = useT();
  return <Badge tone={OWNER_TONES[state]}>{t(`wallets.owner.${state}`)}</Badge>;
}

function Value({ usd }: { readonly usd: string | undefined }): ReactNode {
  return usd === undefined ? '–' : `${formatUsd(usd)} USD`;
}

/** What wallets hold in USD, as far as that is known. */
export type WalletValues = ReadonlyMap<string, string>;

interface WalletTableProps {
  readonly wallets: readonly WalletItem[];
  readonly values: WalletValues;
}

export function WalletTable({ wallets, values }: WalletTableProps): ReactNode {
  const t = useT();
  const columns: readonly Column<WalletItem>[] = [
    {
      name: t('wallets.name'),
      cell: ({ id, name }) => (
        <Link to={`/wallets/${id}`} className="font-semibold text-accent underline-offset-4 hover:underline">
          {safeText(name, 60)}
        </Link>
      ),
    },
    {
      name: t('wallets.chain'),
      cell: ({ chain, environment }) => `${t(`wallets.chain.${chain}`)} · ${t(`wallets.environment.${environment}`)}`,
    },
    { name: t('wallets.address'), cell: ({ address }) => <ShortAddress address={address} />, isWhole: true },
    { name: t('wallets.status'), cell: ({ status }) => <WalletStatusBadge status={status} /> },
    { name: t('wallets.owner'), cell: ({ ownerState }) => <OwnerBadge state={ownerState} /> },
    {
      name: t('wallets.value'),
      cell: ({ id }) => <Value usd={values.get(id)} />,
      isNumber: true,
      isWhole: true,
    },
    { name: t('wallets.created'), cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return <DataTable caption={t('wallets.title')} columns={columns} rows={wallets} keyOf={({ id }) => id} />;
}
