import nacl from 'tweetnacl';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { encodeBase58 } from './base58.js';
import type { Visitor } from './visitor.js';

type Chain = 'ethereum' | 'solana';

export interface InjectedWallet {
  readonly chain: Chain;
  readonly address: string;
  /** The texts it was asked to sign, as it would show them to its user. */
  readonly asked: string[];
  /** Its user says no from now on. */
  refuse(): void;
  /** Signs outside of the page, as a hardware wallet does. */
  sign(text: string): Promise<string>;
}

type Signer = (text: string) => Promise<string>;

const NAME = { ethereum: 'Test Ether', solana: 'Test Sol' } as const;

/** EIP-6963 and EIP-1193: announces itself, connects, and signs by `personal_sign`. The key stays outside of the page. */
const ETHEREUM_PAGE = (address: string): string => `(() => {
  const provider = { request: async ({ method, params }) => {
    if (method === 'eth_requestAccounts') return [${JSON.stringify(address.toLowerCase())}];
    if (method !== 'personal_sign') throw { code: 4200, message: 'unsupported' };
    const bytes = Uint8Array.from(params[0].slice(2).match(/../g), (pair) => parseInt(pair, 16));
    const answer = await window.signWithTestWallet(new TextDecoder().decode(bytes));
    if (answer === null) throw { code: 4001, message: 'User rejected the request.' };
    return answer;
  } };
  const detail = Object.freeze({ info: { uuid: '350670db-19fa-4704-a166-e52e178b59d2', name: '${NAME.ethereum}', icon: '', rdns: 'test.ether' }, provider });
  const announce = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  addEventListener('eip6963:requestProvider', announce);
})()`;

/** Wallet Standard: registers when the page is ready, connects, and signs messages. */
const SOLANA_PAGE = (address: string): string => `(() => {
  const account = { address: ${JSON.stringify(address)}, publicKey: new Uint8Array(32), chains: ['solana:devnet'], features: ['solana:signMessage'] };
  const wallet = { version: '1.0.0', name: '${NAME.solana}', icon: '', chains: ['solana:devnet'], accounts: [], features: {
    'standard:connect': { version: '1.0.0', connect: async () => ({ accounts: [account] }) },
    'solana:signMessage': { version: '1.0.0', signMessage: async ({ message }) => {
      const answer = await window.signWithTestWallet(new TextDecoder().decode(message));
      if (answer === null) throw new Error('User rejected the request.');
      return [{ signedMessage: message, signature: Uint8Array.from(atob(answer), (one) => one.charCodeAt(0)) }];
    } },
  } };
  const register = (api) => api.register(wallet);
  addEventListener('wallet-standard:app-ready', (event) => register(event.detail));
})()`;

function ethereumKey(): { readonly address: string; readonly sign: Signer } {
  const account = privateKeyToAccount(generatePrivateKey());
  return { address: account.address, sign: (message) => account.signMessage({ message }) };
}

function solanaKey(): { readonly address: string; readonly sign: Signer } {
  const { publicKey, secretKey } = nacl.sign.keyPair();
  const sign: Signer = (text) =>
    Promise.resolve(Buffer.from(nacl.sign.detached(new TextEncoder().encode(text), secretKey)).toString('base64'));
  return { address: encodeBase58(publicKey), sign };
}

/** A wallet with a key of its own, not yet in any browser. */
export function newWallet(chain: Chain): InjectedWallet & { inject(visitor: Visitor): Promise<void> } {
  const { address, sign } = chain === 'ethereum' ? ethereumKey() : solanaKey();
  const asked: string[] = [];
  let isWilling = true;
  return {
    ...{ chain, address, asked, sign },
    refuse: () => {
      isWilling = false;
    },
    inject: async ({ context }) => {
      await context.exposeBinding('signWithTestWallet', async (_, text: string) => {
        asked.push(text);
        return isWilling ? sign(text) : null;
      });
      await context.addInitScript({ content: (chain === 'ethereum' ? ETHEREUM_PAGE : SOLANA_PAGE)(address) });
    },
  };
}
