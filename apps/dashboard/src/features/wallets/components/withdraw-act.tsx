import type { WithdrawResponse } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { ActSigning } from '../../../components/signing/act-signing';
import { Address } from '../../../components/ui/address';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { Dialog } from '../../../components/ui/dialog';
import { Facts } from '../../../components/ui/facts';
import { SelectField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { useAsked } from '../../../components/ui/use-asked';
import { isMessageKey, useT } from '../../../lib/i18n';
import type { Principal } from '../../../lib/login-store';
import { networksOf } from '../../../lib/networks';
import { safeText } from '../../../lib/safe-text';
import { useWithdraw } from '../wallets.mutations';
import type { OwnedWallet } from './signed-act';

interface WithdrawActProps {
  readonly wallet: OwnedWallet;
  readonly as: Principal;
}

/** The owner's way out: everything to the owner's own address, also while the wallet is frozen. */
export function WithdrawAct({ wallet, as }: WithdrawActProps): ReactNode {
  const t = useT();
  const withdraw = useWithdraw();
  const asked = useAsked<OwnedWallet>();
  const close = (): void => {
    asked.close();
    withdraw.reset();
  };
  return (
    <>
      <Button onClick={() => asked.ask(wallet)} aria-haspopup="dialog">
        {t('owned.withdraw')}
      </Button>
      <Dialog isOpen={asked.isOpen} onClose={close} title={t('owned.withdraw.title')} description={t('owned.withdraw.text')}>
        {withdraw.data === undefined ? (
          <WithdrawForm wallet={asked.about ?? wallet} as={as} withdraw={withdraw} onClose={close} />
        ) : (
          <>
            <Swept answer={withdraw.data} />
            <Button onClick={close} className="justify-self-end">
              {t('states.close')}
            </Button>
          </>
        )}
      </Dialog>
    </>
  );
}

interface WithdrawFormProps extends WithdrawActProps {
  readonly withdraw: ReturnType<typeof useWithdraw>;
  readonly onClose: () => void;
}

function WithdrawForm({ wallet, as, withdraw, onClose }: WithdrawFormProps): ReactNode {
  const t = useT();
  const networks = networksOf(wallet);
  const [network, setNetwork] = useState(networks[0] ?? '');
  const [isSigning, setSigning] = useState(false);
  const { id, address, chain, ownerAddress } = wallet;
  const body = { network };
  return (
    <>
      <Facts facts={[{ name: t('owned.withdraw.to'), value: <Address address={ownerAddress} /> }]} />
      <SelectField
        label={t('approvals.network')}
        value={network}
        disabled={isSigning}
        onChange={(event) => setNetwork(event.target.value)}
      >
        {networks.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      {isSigning && (
        <ActSigning
          wanted={{ action: 'withdraw', address: ownerAddress, chain, wallet: { id, address } }}
          request={{ action: 'withdraw', address: ownerAddress, chain, walletId: id, network, body }}
          submit={t('owned.withdraw')}
          isBusy={withdraw.isPending}
          error={withdraw.error}
          onSigned={(headers) => withdraw.mutate({ id, as, headers, body })}
        />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('states.cancel')}</Button>
        {!isSigning && (
          <Button look="primary" onClick={() => setSigning(true)}>
            {t('owned.next')}
          </Button>
        )}
      </div>
    </>
  );
}

function Swept({ answer: { total, succeeded, results } }: { readonly answer: WithdrawResponse }): ReactNode {
  const t = useT();
  if (total === 0) return <Notice tone="info" isAlert title={t('owned.withdraw.nothing')} />;
  return (
    <Notice tone={succeeded === total ? 'info' : 'warn'} isAlert title={t('owned.withdraw.done', { succeeded, total })}>
      <ul className="grid gap-2">
        {results.map(({ asset, status, error }) => {
          const key = `error.${error ?? ''}`;
          return (
            <li key={asset} className="flex flex-wrap items-center gap-2 text-sm">
              <code className="break-all">{safeText(asset, 80)}</code>
              <Badge tone={status === 'success' ? 'good' : 'warn'}>{t(`owned.withdraw.${status}`)}</Badge>
              {error !== undefined && <span>{isMessageKey(key) ? t(key) : safeText(error)}</span>}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
