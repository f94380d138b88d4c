import {
  chainIdOfTypedData,
  DomainError,
  hashTypedData,
  networkOf,
  signableMessage,
  validationError,
  type AttemptParams,
  type Network,
  type RawTransactionPort,
  type StrictTypedData,
} from '@waiaas/core';
import { signatureDeadline, type PolicyContext, type PolicyRequest } from '@waiaas/policy';
import type { WalletSnapshot } from '../ports/rows.js';
import { rawPolicyRequest } from '../values/raw-policy-request.js';
import { signatureHashOf, type SignatureRequest } from '../values/signature-request.js';
import { liveFacts, type LiveFacts, type PrepareContext } from './prepare/live-facts.js';

/** A signature with everything the verdict needs. No network is asked after this. */
export interface PreparedSignature extends LiveFacts {
  readonly request: SignatureRequest;
  readonly requestHash: string;
  readonly judged: PolicyRequest;
  readonly maxFee: bigint;
  /** Unix seconds until which it is good, where it says so. */
  readonly deadline: number | null;
  /** Of a transaction alone. */
  readonly landing: PreparedLanding | undefined;
}

export interface PreparedLanding {
  readonly params: AttemptParams;
  /** EVM: the nonce of the bytes, and the first one that the chain has not consumed. */
  readonly nonce: { readonly stated: number; readonly firstFree: number } | undefined;
}

type TokenAccounts = NonNullable<PolicyContext['tokenAccounts']>;

/** Reads a foreign transaction and gathers what its verdict wants to know. */
export async function prepareTransaction(
  ports: PrepareContext & { readonly raw: RawTransactionPort },
  { wallet, network }: Place,
  text: string,
): Promise<PreparedSignature> {
  const { address } = wallet;
  const [read, firstFree] = await Promise.all([ports.raw.read(text, address), ports.chain.nextNonce(address)]);
  const judged = rawPolicyRequest({ chain: network.chain, network: network.name }, read.operations);
  const { params, nonce: stated } = read;
  const nonce = stated === undefined || firstFree === undefined ? undefined : { stated, firstFree };
  const transaction = network.chain === 'ethereum' ? text.toLowerCase() : text;
  return {
    ...(await gathered(ports, { wallet, network }, judged, read.tokenAccounts)),
    ...requestOf({ ...askedOf({ wallet, network }, judged), signs: 'transaction', transaction }),
    maxFee: read.maxFee,
    deadline: null,
    landing: { params, nonce },
  };
}

/** @throws DomainError 400 for text that is signed at no setting. */
export async function prepareMessage(ports: PrepareContext, place: Place, message: string): Promise<PreparedSignature> {
  const { wallet, network } = place;
  const signable = signableMessage({ chain: network.chain, wallet: wallet.address, text: message });
  if (!signable.ok) {
    throw new DomainError('VALIDATION_FAILED', {
      details: { reason: signable.error, issues: [{ path: 'message', code: 'notSignable', message: REFUSED[signable.error] }] },
    });
  }
  const judged: PolicyRequest = { type: 'SIGN_MESSAGE', chain: network.chain, network: network.name, message };
  return {
    ...(await gathered(ports, place, judged)),
    ...requestOf({ ...askedOf(place, judged), signs: 'message', message }),
    ...NOTHING_LANDS,
  };
}

const REFUSED = {
  EMPTY: 'must not be empty',
  NOT_TEXT: 'must be text',
  NOT_PRINTABLE: 'must be printable, or base64 of the off-chain message format',
  OFFCHAIN_FORMAT: 'must be an off-chain message of version 0 that names this wallet',
  TRANSACTION: 'must not have the shape of a transaction',
} as const;

/** @throws DomainError 400 for typed data whose hash would leave something out, and such for another network. */
export async function prepareTypedData(ports: PrepareContext, place: Place, data: StrictTypedData): Promise<PreparedSignature> {
  const { network } = place;
  const { domain, types, primaryType, message } = data;
  const typedData = { domain, types, primaryType, message };
  const judged: PolicyRequest = { type: 'SIGN_TYPED_DATA', chain: network.chain, network: network.name, typedData };
  return {
    ...(await gathered(ports, place, judged)),
    ...requestOf({ ...askedOf(place, judged), signs: 'typedData', typedData }),
    ...NOTHING_LANDS,
    deadline: signatureDeadline(typedData),
  };
}

/** Typed data that is whole and for this network; names what is not. */
export function readTypedData(input: unknown, network: Network): StrictTypedData {
  if (network.chainId === null) {
    throw validationError([{ path: 'signType', code: 'notOnChain', message: 'typedData needs an EVM wallet' }]);
  }
  const hashed = hashTypedData(input, 'typedData');
  if (!hashed.ok) throw validationError(hashed.error);
  const chainId = chainIdOfTypedData(hashed.value.data);
  if (chainId !== undefined && chainId !== BigInt(network.chainId)) {
    throw validationError([{ path: 'typedData.domain.chainId', code: 'network', message: 'is not the network of the request' }]);
  }
  return hashed.value.data;
}

export interface Place {
  readonly wallet: WalletSnapshot;
  readonly network: Network;
}

const NOTHING_LANDS = { maxFee: 0n, deadline: null, landing: undefined } as const;

function askedOf({ wallet, network }: Place, { type }: PolicyRequest) {
  return { type, walletId: wallet.id, chain: network.chain, network: network.name, from: wallet.address } as const;
}

function requestOf(request: SignatureRequest): Pick<PreparedSignature, 'request' | 'requestHash'> {
  return { request, requestHash: signatureHashOf(request) };
}

async function gathered(
  ports: PrepareContext,
  { wallet, network }: Place,
  request: PolicyRequest,
  tokenAccounts: TokenAccounts = [],
): Promise<LiveFacts & { readonly judged: PolicyRequest }> {
  const subject = { network: networkOf(network.name).name, walletId: wallet.id, from: wallet.address, request, tokenAccounts };
  return { ...(await liveFacts(ports, subject)), judged: request };
}
