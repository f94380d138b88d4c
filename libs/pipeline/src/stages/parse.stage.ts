import {
  canonicalAddress,
  defaultNetwork,
  DomainError,
  err,
  ok,
  parseAmount,
  parseAssetId,
  resolveNetwork,
  validationError,
  type FieldIssue,
  type GasCondition,
  type Network,
  type Result,
} from '@waiaas/core';
import type { WalletSnapshot } from '../ports/rows.js';

/** The members of a send body that the sendable types use. Shape and lengths were checked at the edge. */
export interface SendInput {
  readonly type?: string;
  readonly network?: string;
  readonly to?: string;
  readonly amount?: string;
  readonly humanAmount?: string;
  readonly token?: { readonly address?: string; readonly decimals?: number; readonly symbol?: string; readonly assetId?: string };
  readonly memo?: string;
  readonly gasCondition?: { readonly maxGasPrice?: string; readonly maxPriorityFee?: string; readonly timeout?: number };
}

export interface ParsedSend {
  readonly type: 'TRANSFER' | 'TOKEN_TRANSFER';
  readonly network: Network;
  readonly to: string;
  readonly amount: { readonly base: bigint } | { readonly human: string };
  readonly token?: { readonly address: string; readonly statedDecimals?: number };
  readonly memo?: string;
  readonly gasCondition?: GasCondition;
}

const DEFAULT_GAS_TIMEOUT_SECONDS = 3600;

/**
 * Names resolved, addresses canonical, nothing asked of the network yet. What contradicts itself is refused here:
 * two amounts, a CAIP-19 id of another token, a network of another wallet.
 */
export function parseSend(wallet: WalletSnapshot, input: SendInput): Result<ParsedSend, DomainError> {
  const type = input.type ?? 'TRANSFER';
  if (type !== 'TRANSFER' && type !== 'TOKEN_TRANSFER') {
    return err(new DomainError('NOT_IMPLEMENTED', { hint: 'TRANSFER and TOKEN_TRANSFER can be sent.' }));
  }
  const network = networkOfSend(wallet, input.network);
  if (!network.ok) return network;
  const issues = shapeIssues(type, input);
  if (issues.length > 0) return err(validationError(issues));
  const moved = movedOf(type, network.value, input);
  return moved.ok ? ok({ type, network: network.value, ...moved.value, ...extrasOf(input) }) : moved;
}

type Moved = Pick<ParsedSend, 'to' | 'amount' | 'token'>;

/** Whom, how much, of what. */
function movedOf(type: ParsedSend['type'], network: Network, input: SendInput): Result<Moved, DomainError> {
  const to = canonicalAddress(network.chain, input.to ?? '');
  if (to === undefined) return err(addressError('to'));
  const amount = amountOfSend(input);
  if (!amount.ok) return amount;
  if (type === 'TRANSFER') return ok({ to, amount: amount.value });
  const token = tokenOfSend(network, input.token ?? {});
  return token.ok ? ok({ to, amount: amount.value, token: token.value }) : token;
}

function extrasOf(input: SendInput): Pick<ParsedSend, 'memo' | 'gasCondition'> {
  return {
    ...(input.memo === undefined ? {} : { memo: input.memo }),
    ...(input.gasCondition === undefined ? {} : { gasCondition: gasConditionOf(input.gasCondition) }),
  };
}

/** The network meant by a caller for this wallet: its own chain and environment only. */
export function networkOfSend(wallet: WalletSnapshot, name: string | undefined): Result<Network, DomainError> {
  if (name === undefined) {
    const fallback = defaultNetwork(wallet.chain, wallet.environment);
    return fallback === undefined
      ? err(
          new DomainError('NETWORK_REQUIRED', {
            details: { issues: [{ path: 'network', code: 'required', message: 'is required for this wallet' }] },
          }),
        )
      : ok(fallback);
  }
  const network = resolveNetwork(name);
  if (network === undefined)
    return err(validationError([{ path: 'network', code: 'isNetwork', message: 'must be a known network' }]));
  if (network.chain !== wallet.chain || network.environment !== wallet.environment) {
    return err(
      new DomainError('ENVIRONMENT_NETWORK_MISMATCH', {
        hint: 'GET /v1/wallets/:id/networks lists the networks of this wallet.',
      }),
    );
  }
  return ok(network);
}

interface ShapeRule {
  readonly isBroken: boolean;
  readonly issue: FieldIssue;
}

function shapeIssues(type: ParsedSend['type'], input: SendInput): readonly FieldIssue[] {
  const gas = input.gasCondition;
  const rules: readonly ShapeRule[] = [
    { isBroken: input.to === undefined, issue: { path: 'to', code: 'required', message: 'is required' } },
    {
      isBroken: (input.amount === undefined) === (input.humanAmount === undefined),
      issue: { path: 'amount', code: 'exactlyOne', message: 'exactly one of amount and humanAmount is required' },
    },
    {
      isBroken: type === 'TRANSFER' && input.token !== undefined,
      issue: { path: 'token', code: 'notAllowed', message: 'belongs to type TOKEN_TRANSFER' },
    },
    {
      isBroken: type === 'TOKEN_TRANSFER' && input.token === undefined,
      issue: { path: 'token', code: 'required', message: 'is required' },
    },
    {
      isBroken: gas !== undefined && gas.maxGasPrice === undefined && gas.maxPriorityFee === undefined,
      issue: { path: 'gasCondition', code: 'atLeastOne', message: 'needs maxGasPrice or maxPriorityFee' },
    },
  ];
  return rules.filter((rule) => rule.isBroken).map((rule) => rule.issue);
}

type NamedToken = NonNullable<SendInput['token']>;

function tokenOfSend(network: Network, token: NamedToken): Result<NonNullable<ParsedSend['token']>, DomainError> {
  const given = token.address === undefined ? undefined : canonicalAddress(network.chain, token.address);
  if (token.address !== undefined && given === undefined) return err(addressError('token.address'));
  const named = namedByAssetId(network, token.assetId, given);
  if (!named.ok) return named;
  const address = given ?? named.value;
  if (address === undefined)
    return err(validationError([{ path: 'token', code: 'required', message: 'needs address or assetId' }]));
  return ok({ address, ...(token.decimals === undefined ? {} : { statedDecimals: token.decimals }) });
}

/** The address inside a CAIP-19 id, which may name neither another network nor another token than the rest of the request. */
function namedByAssetId(
  network: Network,
  assetId: string | undefined,
  given: string | undefined,
): Result<string | undefined, DomainError> {
  if (assetId === undefined) return ok(undefined);
  const refused = (code: string, message: string): Result<never, DomainError> =>
    err(validationError([{ path: 'token.assetId', code, message }]));
  const named = parseAssetId(assetId);
  if (named === undefined) return refused('isAssetId', 'must be a CAIP-19 token id of a known network');
  if (named.network.name !== network.name) return refused('contradicts', 'names another network than the request');
  if (given !== undefined && named.address !== given) return refused('contradicts', 'names another token than token.address');
  return ok(named.address);
}

function amountOfSend(input: SendInput): Result<ParsedSend['amount'], DomainError> {
  if (input.humanAmount !== undefined) return ok({ human: input.humanAmount });
  const base = parseAmount(input.amount ?? '');
  return base === undefined
    ? err(validationError([{ path: 'amount', code: 'isAmount', message: 'must be decimal digits up to 2^256-1' }]))
    : ok({ base });
}

function gasConditionOf(gas: NonNullable<SendInput['gasCondition']>): GasCondition {
  return {
    ...(gas.maxGasPrice === undefined ? {} : { maxGasPrice: BigInt(gas.maxGasPrice).toString() }),
    ...(gas.maxPriorityFee === undefined ? {} : { maxPriorityFee: BigInt(gas.maxPriorityFee).toString() }),
    timeout: gas.timeout ?? DEFAULT_GAS_TIMEOUT_SECONDS,
  };
}

function addressError(path: string): DomainError {
  return new DomainError('INVALID_ADDRESS', {
    details: { issues: [{ path, code: 'isAddress', message: 'is not an address of this chain, or its checksum is wrong' }] },
  });
}
