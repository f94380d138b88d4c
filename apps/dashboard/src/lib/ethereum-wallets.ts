import { toHex } from './bytes';
import type { SigningWallet } from './signing-wallets';

interface Eip1193Provider {
  request(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

interface AnnouncedProvider {
  readonly info: { readonly uuid: string; readonly name: string; readonly icon: string };
  readonly provider: Eip1193Provider;
}

declare global {
  interface Window {
    readonly ethereum?: Eip1193Provider;
  }
  interface WindowEventMap {
    'eip6963:announceProvider': CustomEvent<AnnouncedProvider>;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

function toWallet({ info, provider }: AnnouncedProvider): SigningWallet {
  return {
    id: `eip6963:${info.uuid}`,
    name: info.name,
    icon: info.icon,
    chain: 'ethereum',
    accounts: async () => {
      const accounts = await provider.request({ method: 'eth_requestAccounts' });
      return Array.isArray(accounts) ? accounts.filter(isText) : [];
    },
    sign: async (address, text) => {
      const message = `0x${toHex(new TextEncoder().encode(text))}`;
      const signature = await provider.request({ method: 'personal_sign', params: [message, address] });
      if (!isText(signature)) throw new Error('the wallet gave no signature');
      return signature;
    },
  };
}

/** Wallets that announce themselves (EIP-6963); the one that merely stands there (EIP-1193) when none does. */
export function findEthereumWallets(onFound: (wallet: SigningWallet) => void): () => void {
  let hasAnnounced = false;
  const announced = ({ detail }: CustomEvent<AnnouncedProvider>): void => {
    hasAnnounced = true;
    onFound(toWallet(detail));
  };
  window.addEventListener('eip6963:announceProvider', announced);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  // Announcements answer at once: who has not spoken by now does not know the event.
  if (!hasAnnounced && window.ethereum !== undefined) {
    onFound(toWallet({ info: { uuid: 'window', name: 'Ethereum wallet', icon: '' }, provider: window.ethereum }));
  }
  return () => window.removeEventListener('eip6963:announceProvider', announced);
}
