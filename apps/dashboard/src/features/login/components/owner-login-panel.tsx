import { useState, type FormEvent, type ReactNode } from 'react';
import { PasteSignature } from '../../../components/signing/paste-signature';
import { TextToSign } from '../../../components/signing/text-to-sign';
import { ownerHeaders, useSignature } from '../../../components/signing/use-signature';
import { WalletButtons } from '../../../components/signing/wallet-buttons';
import { Button } from '../../../components/ui/button';
import { ErrorNotice } from '../../../components/ui/error-notice';
import { SelectField, TextField } from '../../../components/ui/field';
import { Notice } from '../../../components/ui/notice';
import { Section } from '../../../components/ui/page';
import { useT } from '../../../lib/i18n';
import { askChallenge, type Challenge } from '../../../lib/owner-challenge';
import type { OwnerHeaders } from '../../../lib/owner-signature';
import { mismatchesOf } from '../../../lib/signed-facts-check';
import { useSigningWallets, type Chain, type SigningWallet } from '../../../lib/signing-wallets';
import { useOwnerLogin } from '../login.mutations';

/** A login text and nothing else: one that names another act is never handed to a wallet. */
async function askLogin(chain: Chain, address: string): Promise<Challenge> {
  const challenge = await askChallenge({ action: 'login', address, chain });
  if (mismatchesOf(challenge.text, { action: 'login', address, chain }).length > 0) throw new Error('not a login text');
  return challenge;
}

export function OwnerLoginPanel({ onDone }: { readonly onDone: () => void }): ReactNode {
  const login = useOwnerLogin();
  const send = (headers: OwnerHeaders): void => {
    if (!login.isPending) login.mutate(headers, { onSuccess: onDone });
  };
  return (
    <div className="grid gap-5">
      <ErrorNotice error={login.error} />
      <FoundWallets onSigned={send} />
      <SignElsewhere isBusy={login.isPending} onSigned={send} />
    </div>
  );
}

function FoundWallets({ onSigned }: { readonly onSigned: (headers: OwnerHeaders) => void }): ReactNode {
  const t = useT();
  const wallets = useSigningWallets();
  const { busyId, problem, sign } = useSignature();
  const busy = wallets.find(({ id }) => id === busyId);
  const pick = (wallet: SigningWallet): void => {
    void sign(wallet, (address) => askLogin(wallet.chain, address)).then((headers) => {
      if (headers !== undefined) onSigned(headers);
    });
  };
  return (
    <Section title={t('owner.found')}>
      <WalletButtons wallets={wallets} busyId={busyId} label={(name) => t('owner.use', { name })} onPick={pick} />
      {busy !== undefined && <p role="status">{t('owner.waiting', { name: busy.name })}</p>}
      {problem !== undefined && <Notice tone="warn" isAlert title={problem} />}
    </Section>
  );
}

interface SignElsewhereProps {
  readonly isBusy: boolean;
  readonly onSigned: (headers: OwnerHeaders) => void;
}

function SignElsewhere({ isBusy, onSigned }: SignElsewhereProps): ReactNode {
  const t = useT();
  const [chain, setChain] = useState<Chain>('ethereum');
  const [address, setAddress] = useState('');
  const [challenge, setChallenge] = useState<Challenge>();
  const [error, setError] = useState<unknown>(null);
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setError(null);
    askLogin(chain, address.trim()).then(setChallenge, setError);
  };
  return (
    <Section title={t('owner.paste')}>
      <p className="text-soft">{t('owner.paste.lead')}</p>
      <form onSubmit={ask} className="grid gap-4">
        <SelectField label={t('owner.chain')} value={chain} onChange={(event) => setChain(event.target.value as Chain)}>
          <option value="ethereum">{t('owner.chain.ethereum')}</option>
          <option value="solana">{t('owner.chain.solana')}</option>
        </SelectField>
        <TextField
          label={t('owner.address')}
          value={address}
          onChange={(event) => {
            setAddress(event.target.value);
            setChallenge(undefined);
          }}
          spellCheck={false}
          maxLength={100}
          required
        />
        <ErrorNotice error={error} />
        <Button type="submit" className="justify-self-start">
          {t('owner.getText')}
        </Button>
      </form>
      {challenge !== undefined && (
        <>
          <TextToSign challenge={challenge} />
          <PasteSignature
            challenge={challenge}
            submit={t('owner.submit')}
            isBusy={isBusy}
            onSignature={(signature) => onSigned(ownerHeaders(challenge, address.trim(), signature))}
          />
        </>
      )}
    </Section>
  );
}
