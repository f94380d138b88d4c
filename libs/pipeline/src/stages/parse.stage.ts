import {
  defaultNetwork,
  DomainError,
  err,
  ok,
  resolveNetwork,
  validationError,
  type GasCondition,
  type Network,
  type Result,
} from '@waiaas/core';
import type { WalletSnapshot } from '../ports/rows.js';
import { isSendType, SEND_TYPES } from './parse/members.js';
import type { ParsedSend } from './parse/parsed-send.js';
import { readBody, refuseOnChain } from './parse/read-instruction.js';
import { readDigits } from './parse/read-values.js';
import { refusedMember } from './parse/refusals.js';
import type { SendInput } from './parse/send-input.js';

const DEFAULT_GAS_TIMEOUT_SECONDS = 3600;

/**
 * Names resolved, addresses canonical, nothing asked of the network yet. What contradicts itself is refused here:
 * two amounts, a CAIP-19 id of another token, a network of another wallet, members of another type.
 */
export function parseSend(wallet: WalletSnapshot, input: SendInput): Result<ParsedSend, DomainError> {
  try {
    return ok(readSend(wallet, input));
  } catch (refusal) {
    if (refusal instanceof DomainError) return err(refusal);
    throw refusal;
  }
}

function readSend(wallet: WalletSnapshot, input: SendInput): ParsedSend {
  const type = input.type ?? 'TRANSFER';
  if (!isSendType(type)) throw refusedMember('type', 'isIn', `must be one of ${SEND_TYPES.join(', ')}`);
  refuseOnChain(type, wallet.chain);
  const network = networkOfSend(wallet, input.network);
  if (!network.ok) throw network.error;
  const body = readBody(type, { network: network.value, from: wallet.address, at: '' }, input);
  return { network: network.value, body, ...extrasOf(input) };
}

function extrasOf(input: SendInput): Pick<ParsedSend, 'memo' | 'gasCondition'> {
  return {
    ...(input.memo === undefined ? {} : { memo: input.memo }),
    ...(input.gasCondition === undefined ? {} : { gasCondition: readGasCondition(input.gasCondition) }),
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

function readGasCondition(gas: NonNullable<SendInput['gasCondition']>): GasCondition {
  const { maxGasPrice, maxPriorityFee, timeout = DEFAULT_GAS_TIMEOUT_SECONDS } = gas;
  if (maxGasPrice === undefined && maxPriorityFee === undefined)
    throw refusedMember('gasCondition', 'atLeastOne', 'needs maxGasPrice or maxPriorityFee');
  return {
    ...(maxGasPrice === undefined ? {} : { maxGasPrice: readDigits(maxGasPrice, 'gasCondition.maxGasPrice').toString() }),
    ...(maxPriorityFee === undefined
      ? {}
      : { maxPriorityFee: readDigits(maxPriorityFee, 'gasCondition.maxPriorityFee').toString() }),
    timeout,
  };
}
