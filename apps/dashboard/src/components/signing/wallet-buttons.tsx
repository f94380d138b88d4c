import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n';
import { safeText } from '../../lib/safe-text';
import type { SigningWallet } from '../../lib/signing-wallets';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';

/** Pictures of wallets come from the wallets: shown only if they are data, never fetched. */
const isPicture = (icon: string): boolean => /^data:image\/(png|svg\+xml|webp|gif|jpeg)[;,]/.test(icon);

interface WalletButtonsProps {
  readonly wallets: readonly SigningWallet[];
  /** The one that is being asked. */
  readonly busyId: string | undefined;
  readonly label: (name: string) => string;
  readonly onPick: (wallet: SigningWallet) => void;
}

export function WalletButtons({ wallets, busyId, label, onPick }: WalletButtonsProps): ReactNode {
  const t = useT();
  if (wallets.length === 0) return <p className="text-soft">{t('owner.none')}</p>;
  return (
    <ul className="grid gap-2">
      {wallets.map((wallet) => (
        <li key={wallet.id}>
          <Button
            look="primary"
            className="w-full !justify-start"
            isBusy={busyId === wallet.id}
            disabled={busyId !== undefined && busyId !== wallet.id}
            onClick={() => onPick(wallet)}
          >
            {isPicture(wallet.icon) ? <img src={wallet.icon} alt="" className="size-6 rounded" /> : <Icon name="wallets" />}
            {label(safeText(wallet.name, 40))}
          </Button>
        </li>
      ))}
    </ul>
  );
}
