import type { ResolvedTokenResponse } from '@waiaas/api-types';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Address } from '../../../components/ui/address';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { Facts } from '../../../components/ui/facts';
import { TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';
import { useAddToken, useResolveToken } from '../tokens.queries';

/** Looked at first, as the chain tells it; then taken into the registry as it was seen. */
export function AddTokenForm({ network }: { readonly network: string }): ReactNode {
  const t = useT();
  const resolve = useResolveToken();
  const add = useAddToken();
  const [address, setAddress] = useState('');
  const found = resolve.data;
  const look = (event: FormEvent): void => {
    event.preventDefault();
    add.reset();
    if (!resolve.isPending) resolve.mutate({ network, address: address.trim() });
  };
  const take = (): void => {
    if (found === undefined || add.isPending) return;
    add.mutate(found, {
      onSuccess: () => {
        resolve.reset();
        setAddress('');
      },
    });
  };
  return (
    <Section title={t('tokens.add')}>
      <p className="text-soft">{t('tokens.add.lead')}</p>
      <form onSubmit={look} className="grid max-w-2xl items-end gap-3 sm:grid-cols-[1fr_auto]">
        <TextField
          label={t('tokens.address')}
          value={address}
          onChange={(event) => {
            setAddress(event.target.value);
            resolve.reset();
          }}
          spellCheck={false}
          maxLength={64}
          required
        />
        <Button type="submit" isBusy={resolve.isPending}>
          {t('tokens.look')}
        </Button>
      </form>
      <ErrorNotice error={resolve.error ?? add.error} />
      {add.isSuccess && <Notice tone="info" isAlert title={t('tokens.added', { symbol: safeText(add.data.symbol, 40) })} />}
      {found !== undefined && <Found token={found} isBusy={add.isPending} onAdd={take} />}
    </Section>
  );
}

interface FoundProps {
  readonly token: ResolvedTokenResponse;
  readonly isBusy: boolean;
  readonly onAdd: () => void;
}

function Found({ token, isBusy, onAdd }: FoundProps): ReactNode {
  const t = useT();
  return (
    <div className="grid gap-4 rounded-xl bg-raised p-4">
      <Facts
        facts={[
          { name: t('tokens.symbol'), value: <strong>{safeText(token.symbol, 40)}</strong> },
          { name: t('tokens.name'), value: safeText(token.name, 100) },
          { name: t('tokens.decimals'), value: token.decimals },
          { name: t('tokens.address'), value: <Address address={token.address} /> },
        ]}
      />
      <Button look="primary" isBusy={isBusy} onClick={onAdd} className="justify-self-start">
        {t('tokens.add.submit')}
      </Button>
    </div>
  );
}
