import { useState } from 'react';
import { useErrorText } from '../../lib/error-text';
import { ApiError, ConnectionError } from '../../lib/errors';
import { useT } from '../../lib/i18n';
import type { Challenge } from '../../lib/owner-challenge';
import type { OwnerHeaders } from '../../lib/owner-signature';
import { isSameAddress, type SigningWallet } from '../../lib/signing-wallets';

export function ownerHeaders(challenge: Challenge, address: string, signature: string): OwnerHeaders {
  return { 'X-Owner-Signature': signature, 'X-Owner-Message': challenge.base64, 'X-Owner-Address': address };
}

interface Signing {
  readonly busyId: string | undefined;
  /** Why no signature came, in words. */
  readonly problem: string | undefined;
  /** Connects the wallet and has it sign the text for this address; for its first account where none is named. */
  readonly sign: (
    wallet: SigningWallet,
    textFor: (address: string) => Promise<Challenge | undefined>,
    address?: string,
  ) => Promise<OwnerHeaders | undefined>;
}

/** One signature at a time, by a wallet of this browser. */
export function useSignature(): Signing {
  const t = useT();
  const text = useErrorText();
  const [busyId, setBusyId] = useState<string>();
  const [problem, setProblem] = useState<string>();

  const attempt: Signing['sign'] = async (wallet, textFor, wanted) => {
    const accounts = await wallet.accounts();
    const address = wanted === undefined ? accounts[0] : accounts.find((account) => isSameAddress(wallet.chain, account, wanted));
    if (address === undefined) {
      setProblem(wanted === undefined ? t('owner.noAccount') : t('owner.otherAccount', { address: wanted }));
      return undefined;
    }
    const challenge = await textFor(wanted ?? address);
    if (challenge === undefined) return undefined;
    return ownerHeaders(challenge, wanted ?? address, await wallet.sign(address, challenge.text));
  };

  const sign: Signing['sign'] = async (wallet, textFor, wanted) => {
    setBusyId(wallet.id);
    setProblem(undefined);
    try {
      return await attempt(wallet, textFor, wanted);
    } catch (error) {
      // The daemon's refusals have names; a wallet's own words are a stranger's and mostly mean "no".
      const isOurs = error instanceof ApiError || error instanceof ConnectionError;
      setProblem(isOurs ? text(error) : t('owner.rejected'));
      return undefined;
    } finally {
      setBusyId(undefined);
    }
  };
  return { busyId, problem, sign };
}
