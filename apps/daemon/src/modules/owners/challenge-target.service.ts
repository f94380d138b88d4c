import { Injectable } from '@nestjs/common';
import {
  type Chain,
  DomainError,
  defaultNetwork,
  hashJson,
  isSameAddress,
  type JsonValue,
  type Network,
  type NetworkName,
  networkOf,
  networksOf,
  resolveNetwork,
  validationError,
} from '@waiaas/core';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { ApprovalSubject } from './approval-subject.port.js';
import { limitsOf } from './ceiling-limits.js';
import { OwnedWalletsRepository, type OwnedWallet } from './owned-wallets.repository.js';
import {
  type ChallengeTarget,
  type ExportFormat,
  isOwnerWideAction,
  isTransactionAction,
  type OwnerWideAction,
  type RoutedAction,
  type TransactionAction,
  type WalletAction,
} from './text/challenge-facts.js';

export interface TargetRequest {
  readonly action: RoutedAction;
  /** The owner, canonical. */
  readonly address: string;
  readonly chain: Chain;
  readonly transactionId?: string;
  readonly walletId?: string;
  readonly network?: string;
  readonly body?: JsonValue;
  readonly expiresInSeconds?: number;
}

interface Target {
  readonly target: ChallengeTarget;
  readonly network: Network;
}

export interface ResolvedTarget extends Target {
  /** Where a contract may answer for an owner that is not pinned yet. */
  readonly contractNetwork: NetworkName | null;
  readonly longestSeconds: number;
}

/** An owner with one key needs no longer. */
export const LIFETIME_SECONDS = 300;
/** Several signers of one contract do. */
const CONTRACT_LIFETIME_SECONDS = 3600;

/**
 * Finds what a challenge is about. Unknown request, unknown wallet and somebody else's wallet give one and the same refusal, so
 * that the public route tells nobody what exists.
 */
@Injectable()
export class ChallengeTargetService {
  constructor(
    private readonly wallets: OwnedWalletsRepository,
    private readonly subject: ApprovalSubject,
    private readonly chains: ChainRegistry,
  ) {}

  async resolve(request: TargetRequest): Promise<ResolvedTarget> {
    const resolved = await this.#resolve(request);
    const mayPinContract = request.action === 'verify' && request.network !== undefined && request.chain === 'ethereum';
    const contractNetwork = mayPinContract ? resolved.network.name : null;
    return { ...resolved, contractNetwork, longestSeconds: await this.#longest(request, contractNetwork) };
  }

  /** The chain is asked only about an address that is an owner here, and only where a long life is wanted. */
  async #longest({ expiresInSeconds, chain, address }: TargetRequest, contractNetwork: NetworkName | null): Promise<number> {
    if (expiresInSeconds === undefined || expiresInSeconds <= LIFETIME_SECONDS) return LIFETIME_SECONDS;
    const owned = await this.wallets.findByOwner(chain, address);
    if (owned.some(({ ownerKind }) => ownerKind === 'contract')) return CONTRACT_LIFETIME_SECONDS;
    if (contractNetwork === null) return LIFETIME_SECONDS;
    const withoutCode = await this.chains.port(contractNetwork).withoutCode([address]);
    return withoutCode.length === 0 ? CONTRACT_LIFETIME_SECONDS : LIFETIME_SECONDS;
  }

  async #resolve(request: TargetRequest): Promise<Target> {
    const { action } = request;
    if (request.body !== undefined && !coversBody(action)) {
      throw validationError([{ path: 'body', code: 'notAllowed', message: 'is not part of this act' }]);
    }
    if (isOwnerWideAction(action)) return this.#ownerWide(action, request);
    if (isTransactionAction(action)) return this.#transaction(action, request);
    return this.#wallet(action, request);
  }

  async #ownerWide(action: OwnerWideAction, request: TargetRequest): Promise<Target> {
    const owned = await this.wallets.findByOwner(request.chain, request.address);
    const shown = owned.find((wallet) => wallet.environment === 'mainnet') ?? owned[0];
    if (shown === undefined) throw notConnected();
    return { target: { action }, network: walletNetwork(shown, networkNamed(shown, request)) };
  }

  async #transaction(action: TransactionAction, request: TargetRequest): Promise<Target> {
    if (request.transactionId === undefined) throw required('transactionId');
    const facts = await this.subject.load(request.transactionId);
    const wallet = facts === undefined ? undefined : await this.wallets.find(facts.walletId);
    if (facts === undefined || !isOwnedBy(wallet, request)) throw notConnected();
    if (request.walletId !== undefined && request.walletId !== wallet.id) throw notConnected();
    const network = networkOf(facts.network);
    if (request.network !== undefined && resolveNetwork(request.network) !== network)
      throw new DomainError('ENVIRONMENT_NETWORK_MISMATCH');
    return { target: { action, wallet, facts }, network };
  }

  async #wallet(action: WalletAction, request: TargetRequest): Promise<Target> {
    if (request.walletId === undefined) throw required('walletId');
    const wallet = await this.wallets.find(request.walletId);
    if (!isOwnedBy(wallet, request)) throw notConnected();
    const network =
      action === 'withdraw' ? withdrawNetwork(wallet, request) : walletNetwork(wallet, networkNamed(wallet, request));
    return { target: { action, wallet, ...bodyFactsOf(action, request.body) }, network };
  }
}

/** Acts whose text pins the body they must bring. */
function coversBody(action: RoutedAction): boolean {
  return action === 'remove-owner' || action === 'export' || action === 'withdraw' || action === 'loosen';
}

type BodyFacts = Pick<
  Extract<ChallengeTarget, { readonly action: WalletAction }>,
  'bodyHash' | 'exportFormat' | 'assets' | 'limits'
>;

function bodyFactsOf(action: WalletAction, body: JsonValue | undefined): BodyFacts {
  if (!coversBody(action)) return {};
  const bodyHash = bodyHashOf(body);
  if (action === 'export') return { bodyHash, exportFormat: exportFormatOf(body) };
  if (action === 'loosen') return { bodyHash, limits: limitsOf(body) };
  const assets = action === 'withdraw' ? memberOf(body, 'assets') : undefined;
  return assets === undefined ? { bodyHash } : { bodyHash, assets: assetsOf(assets) };
}

function memberOf(body: JsonValue | undefined, name: string): unknown {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>)[name] : undefined;
}

/** Whoever signs must read what leaves. */
function assetsOf(assets: unknown): readonly string[] {
  if (Array.isArray(assets) && assets.length > 0 && assets.every((asset) => typeof asset === 'string')) return assets;
  throw validationError([{ path: 'body.assets', code: 'isArray', message: 'must be a list of assets' }]);
}

/** The network the text names is the one of the act: its body's, or the one it would take without. */
function withdrawNetwork(wallet: OwnedWallet, request: TargetRequest): Network {
  const named = memberOf(request.body, 'network');
  if (named !== undefined && typeof named !== 'string')
    throw validationError([{ path: 'body.network', code: 'isNetwork', message: 'must name a supported network' }]);
  if (named === undefined && defaultNetwork(wallet.chain, wallet.environment) === undefined)
    throw new DomainError('NETWORK_REQUIRED', { hint: 'Name the network in the body of the withdrawal.' });
  const network = walletNetwork(wallet, named);
  if (request.network !== undefined && resolveNetwork(request.network) !== network)
    throw new DomainError('ENVIRONMENT_NETWORK_MISMATCH');
  return network;
}

/** Whoever signs must read whether the key leaves in plain text. */
function exportFormatOf(body: JsonValue | undefined): ExportFormat {
  const format = typeof body === 'object' && body !== null && 'format' in body ? body['format'] : undefined;
  if (format === 'raw' || format === 'encrypted') return format;
  throw validationError([{ path: 'body.format', code: 'isIn', message: 'must be raw or encrypted' }]);
}

/** An absent body is an empty one, as everywhere in the API. */
export function bodyHashOf(body: JsonValue | undefined): string {
  try {
    return hashJson(body ?? {});
  } catch {
    throw validationError([
      { path: 'body', code: 'notCanonical', message: 'must be JSON with whole numbers and well-formed text' },
    ]);
  }
}

function isOwnedBy(wallet: OwnedWallet | undefined, by: TargetRequest): wallet is OwnedWallet {
  if (wallet === undefined || wallet.ownerAddress === null || wallet.chain !== by.chain) return false;
  return isSameAddress(by.chain, wallet.ownerAddress, by.address);
}

/** A contract owner reads the network it stands on. */
function networkNamed({ ownerNetwork }: OwnedWallet, { network }: TargetRequest): string | undefined {
  return network ?? ownerNetwork ?? undefined;
}

/** Acts on a wallet belong to no network; the text still needs one. Solana's default, or the first EVM network of the environment. */
function walletNetwork(wallet: OwnedWallet, named: string | undefined): Network {
  const allowed = networksOf(wallet.chain, wallet.environment);
  const network = named === undefined ? (defaultNetwork(wallet.chain, wallet.environment) ?? allowed[0]) : resolveNetwork(named);
  if (network === undefined || !allowed.includes(network)) throw new DomainError('ENVIRONMENT_NETWORK_MISMATCH');
  return network;
}

function notConnected(): DomainError {
  return new DomainError('OWNER_NOT_CONNECTED', {
    hint: 'Set the owner with PUT /v1/wallets/:id/owner, then ask with its address.',
  });
}

function required(path: string): DomainError {
  return validationError([{ path, code: 'required', message: 'is required for this action' }]);
}
