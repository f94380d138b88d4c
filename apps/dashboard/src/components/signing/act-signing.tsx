import { useQuery } from '@tanstack/react-query';
import type { OwnerChallengeRequest } from '@waiaas/api-types';
import { useId, type ReactNode } from 'react';
import { readChallengeText } from '../../lib/challenge-text';
import { useT } from '../../lib/i18n';
import { askChallenge, type Challenge } from '../../lib/owner-challenge';
import type { OwnerHeaders } from '../../lib/owner-signature';
import { mismatchesOf, type Wanted } from '../../lib/signed-facts-check';
import { useSigningWallets } from '../../lib/signing-wallets';
import { useNow } from '../../lib/use-now';
import { Button } from '../ui/button';
import { ErrorNotice } from '../ui/error-notice';
import { Notice } from '../ui/notice';
import { QueryView } from '../ui/query-view';
import { PasteSignature } from './paste-signature';
import { SignedFactsView } from './signed-facts-view';
import { TextToSign } from './text-to-sign';
import { ownerHeaders, useSignature } from './use-signature';
import { WalletButtons } from './wallet-buttons';

export interface ActSigningProps {
  readonly wanted: Wanted;
  readonly request: OwnerChallengeRequest;
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSigned: (headers: OwnerHeaders) => void;
}

/** Asks for the text of an act, holds it against the page, shows what it says, and has it signed. */
export function ActSigning(props: ActSigningProps): ReactNode {
  const { action, walletId, transactionId, network } = props.request;
  const place = useId();
  const query = useQuery({
    // Not the body: it may hold a secret, and keys are kept.
    queryKey: ['challenge', place, action, walletId, transactionId, network] as const,
    queryFn: () => askChallenge(props.request),
    // Each text is good once: it is asked for by a person, never by the page itself.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return (
    <QueryView query={query}>
      {(challenge) => <Signing {...props} challenge={challenge} onAnew={() => void query.refetch()} />}
    </QueryView>
  );
}

type SigningProps = ActSigningProps & { readonly challenge: Challenge; readonly onAnew: () => void };

function Signing({ wanted, challenge, onAnew, ...rest }: SigningProps): ReactNode {
  const t = useT();
  const isExpired = useNow((now) => challenge.expiresAt <= now);
  const mismatches = mismatchesOf(challenge.text, wanted);
  const facts = readChallengeText(challenge.text);
  if (mismatches.length > 0 || facts === undefined) {
    return (
      <Notice tone="danger" isAlert title={t('signing.mismatch')}>
        <p>{t('signing.mismatch.text')}</p>
        <ul className="list-disc pl-5">
          {mismatches.map((name) => (
            <li key={name}>{t(`signing.mismatch.${name}`)}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <div className="grid gap-5">
      <SignedFactsView facts={facts} />
      {facts.host !== location.host && (
        <Notice tone="warn" title={t('signing.host', { text: facts.host, page: location.host })} />
      )}
      <TextToSign challenge={challenge} />
      {isExpired ? (
        <Button look="primary" onClick={onAnew} className="justify-self-start">
          {t('signing.anew')}
        </Button>
      ) : (
        <Signatures wanted={wanted} challenge={challenge} onAnew={onAnew} {...rest} />
      )}
    </div>
  );
}

function Signatures({ wanted, challenge, submit, isBusy, error, onSigned, onAnew }: SigningProps): ReactNode {
  const t = useT();
  const wallets = useSigningWallets(wanted.chain);
  const { busyId, problem, sign } = useSignature();
  const pick: Parameters<typeof WalletButtons>[0]['onPick'] = (wallet) => {
    if (isBusy) return;
    void sign(wallet, () => Promise.resolve(challenge), wanted.address).then((headers) => {
      if (headers !== undefined) onSigned(headers);
    });
  };
  return (
    <div className="grid gap-4">
      <WalletButtons wallets={wallets} busyId={busyId} label={(name) => t('signing.with', { name })} onPick={pick} />
      {busyId !== undefined && <p role="status">{t('signing.waiting')}</p>}
      {problem !== undefined && <Notice tone="warn" isAlert title={problem} />}
      <ErrorNotice error={error} />
      {error !== null && (
        <Button onClick={onAnew} className="justify-self-start">
          {t('signing.anew')}
        </Button>
      )}
      <details>
        <summary className="font-medium">{t('owner.paste')}</summary>
        <div className="pt-4">
          <PasteSignature
            challenge={challenge}
            submit={submit}
            isBusy={isBusy}
            onSignature={(signature) => onSigned(ownerHeaders(challenge, wanted.address, signature))}
          />
        </div>
      </details>
    </div>
  );
}
