import { PublicKey } from '@solana/web3.js';
import { signTogether, type TestSigner } from '@waiaas/testing';
import nacl from 'tweetnacl';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { Api, type ApiAnswer } from './api.js';

export interface Challenge {
  readonly nonce: string;
  readonly message: string;
  readonly messageBase64: string;
  readonly requestHash?: string;
  readonly policySetVersion?: number;
  readonly expiresAt: number;
}

export interface ChallengeOptions {
  readonly transactionId?: string;
  readonly walletId?: string;
  readonly format?: 'siwe' | 'line';
  readonly body?: unknown;
  readonly network?: string;
  readonly expiresInSeconds?: number;
}

type Headers = Readonly<Record<string, string>>;

/** Somebody with a key of their own: asks for challenges and signs them, as a wallet would. */
export abstract class OwnerKey {
  abstract readonly chain: 'ethereum' | 'solana';
  abstract readonly address: string;

  /** A signature over these very characters. */
  abstract sign(text: string): Promise<string>;

  async ask(baseUrl: string, action: string, options: ChallengeOptions): Promise<ApiAnswer<Challenge>> {
    return new Api(baseUrl).post<Challenge>('/v1/owner/challenge', {
      action,
      address: this.address,
      chain: this.chain,
      ...options,
    });
  }

  async challenge(baseUrl: string, action: string, options: ChallengeOptions): Promise<Challenge> {
    const { status, body } = await this.ask(baseUrl, action, options);
    if (status !== 201) throw new Error(`no challenge: ${JSON.stringify(body)}`);
    return body;
  }

  /** The owner headers that answer a challenge. */
  async headersFor(challenge: Challenge): Promise<Headers> {
    return {
      'X-Owner-Signature': await this.sign(challenge.message),
      'X-Owner-Message': challenge.messageBase64,
      'X-Owner-Address': this.address,
    };
  }

  /** A fresh challenge, signed. */
  async headers(baseUrl: string, action: string, options: ChallengeOptions): Promise<Headers> {
    return this.headersFor(await this.challenge(baseUrl, action, options));
  }
}

export class EthereumOwner extends OwnerKey {
  readonly #account = privateKeyToAccount(generatePrivateKey());
  readonly chain = 'ethereum';
  readonly address: string = this.#account.address;

  override async sign(text: string): Promise<string> {
    return this.#account.signMessage({ message: text });
  }
}

/** A contract that several people sign for: those of them who are at hand. */
export class MultisigOwner extends OwnerKey {
  readonly chain = 'ethereum';

  constructor(
    readonly address: string,
    private readonly signers: readonly TestSigner[],
  ) {
    super();
  }

  override async sign(text: string): Promise<string> {
    return signTogether(this.signers, text);
  }
}

export class SolanaOwner extends OwnerKey {
  readonly #pair = nacl.sign.keyPair();
  readonly chain = 'solana';
  readonly address = new PublicKey(this.#pair.publicKey).toBase58();

  override async sign(text: string): Promise<string> {
    return Buffer.from(nacl.sign.detached(Buffer.from(text, 'utf8'), this.#pair.secretKey)).toString('base64');
  }
}
