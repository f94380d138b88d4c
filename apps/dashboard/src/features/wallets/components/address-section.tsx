import type { WalletDetail } from '@waiaas/api-types';
import { lazy, Suspense, type ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { CopyButton } from '../../../components/ui/copy-button';
import { ExplorerLink } from '../../../components/ui/explorer-link';
import { Facts } from '../../../components/ui/facts';
import { Section } from '../../../components/ui/page';
import { ExactTime } from '../../../components/ui/time';
import { useT } from '../../../lib/i18n';
import { networksOf } from '../../../lib/networks';
import { safeText } from '../../../lib/safe-text';

const QrCode = lazy(async () => ({ default: (await import('../../../components/signing/qr-code')).QrCode }));

export function AddressSection({ wallet }: { readonly wallet: WalletDetail }): ReactNode {
  const t = useT();
  return (
    <Section title={t('wallets.address')} actions={<CopyButton text={wallet.address} what={t('states.address')} />}>
      <div className="grid gap-5 sm:grid-cols-[1fr_9rem]">
        <div className="grid content-start gap-4">
          <p className="text-lg">
            <Address address={wallet.address} />
          </p>
          <p className="flex flex-wrap gap-x-4 gap-y-1 empty:hidden">
            {networksOf(wallet).map((network) => (
              <ExplorerLink key={network} network={network} kind="address" id={wallet.address}>
                {t('wallets.explorer', { network })}
              </ExplorerLink>
            ))}
          </p>
          <Facts
            facts={[
              {
                name: t('wallets.chain'),
                value: `${t(`wallets.chain.${wallet.chain}`)} · ${t(`wallets.environment.${wallet.environment}`)}`,
              },
              { name: t('wallets.preset'), value: t(`wallets.preset.${wallet.policyPreset}`) },
              { name: t('wallets.created'), value: <ExactTime at={wallet.createdAt} /> },
              ...(wallet.suspensionReason === null
                ? []
                : [{ name: t('wallets.suspended'), value: safeText(wallet.suspensionReason) }]),
            ]}
          />
        </div>
        <Suspense
          fallback={
            <div
              role="status"
              aria-label={t('states.loading')}
              className="grid aspect-square w-full max-w-64 rounded-lg bg-raised"
            />
          }
        >
          <QrCode text={wallet.address} label={t('wallets.qr')} />
        </Suspense>
      </div>
    </Section>
  );
}
