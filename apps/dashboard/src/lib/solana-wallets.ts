import { toBase64 } from './bytes';
import type { SigningWallet } from './signing-wallets';

interface StandardAccount {
  readonly address: string;
  readonly chains: readonly string[];
}

interface StandardWallet {
  readonly name: string;
  readonly icon: string;
  readonly accounts: readonly StandardAccount[];
  readonly features: Readonly<Record<string, unknown>>;
}

interface ConnectFeature {
  connect(): Promise<{ readonly accounts: readonly StandardAccount[] }>;
}

interface SignMessageFeature {
  signMessage(input: {
    readonly account: StandardAccount;
    readonly message: Uint8Array;
  }): Promise<readonly { readonly signature: Uint8Array; readonly signedMessage: Uint8Array }[]>;
}

interface RegisterApi {
  register(...wallets: readonly StandardWallet[]): () => void;
}

declare global {
  interface WindowEventMap {
    'wallet-standard:register-wallet': CustomEvent<(api: RegisterApi) => void>;
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

function toWallet(wallet: StandardWallet): SigningWallet | undefined {
  const connect = wallet.features['standard:connect'] as ConnectFeature | undefined;
  const signing = wallet.features['solana:signMessage'] as SignMessageFeature | undefined;
  if (connect === undefined || signing === undefined) return undefined;
  let accounts: readonly StandardAccount[] = [];
  return {
    id: `wallet-standard:${wallet.name}`,
    name: wallet.name,
    icon: wallet.icon,
    chain: 'solana',
    accounts: async () => {
      accounts = (await connect.connect()).accounts;
      return accounts.map(({ address }) => address);
    },
    sign: async (address, text) => {
      const account = accounts.find((candidate) => candidate.address === address);
      if (account === undefined) throw new Error('the wallet has no such account');
      const message = new TextEncoder().encode(text);
      const [signed] = await signing.signMessage({ account, message });
      // A wallet that signs something else than it was given is of no use here.
      if (signed === undefined || !isSame(signed.signedMessage, message)) throw new Error('the wallet signed another text');
      return toBase64(signed.signature);
    },
  };
}

/** Wallets of the Wallet Standard that can sign a message. */
export function findSolanaWallets(onFound: (wallet: SigningWallet) => void): () => void {
  const api: RegisterApi = {
    register: (...wallets) => {
      for (const found of wallets.map(toWallet)) if (found !== undefined) onFound(found);
      return () => undefined;
    },
  };
  const registered = ({ detail }: CustomEvent<(api: RegisterApi) => void>): void => detail(api);
  window.addEventListener('wallet-standard:register-wallet', registered);
  window.dispatchEvent(new CustomEvent('wallet-standard:app-ready', { detail: api }));
  return () => window.removeEventListener('wallet-standard:register-wallet', registered);
}
