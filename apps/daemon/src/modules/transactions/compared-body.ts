import type { SendRequest } from '@waiaas/api-types';
import { DomainError, resolveNetwork, type JsonValue } from '@waiaas/core';
import { parseSend, type WalletSnapshot } from '@waiaas/pipeline';
import type { SignMessageDto, SignTransactionDto } from './dto/sign.dto.js';
import { toSendInput } from './send-input.mapper.js';

/**
 * What two bodies under one Idempotency-Key are compared by: the request as the pipeline reads it, before anything is asked of a
 * chain. Another spelling of one request is the same request. A body that does not read is compared as it was written.
 */
export function comparedSend(wallet: WalletSnapshot, body: SendRequest): JsonValue {
  const read = readSend(wallet, body);
  if (read === undefined) return plain({ written: body });
  const { network, ...rest } = read;
  return plain({ ...rest, network: network.name });
}

/** The same for the sign routes: their bytes and messages have one spelling, their network and defaults do not. */
export function comparedSigning(body: SignTransactionDto | SignMessageDto): JsonValue {
  const { chain: _, ...rest } = body as SignTransactionDto;
  const network = rest.network === undefined ? undefined : resolveNetwork(rest.network)?.name;
  return plain({ ...rest, network, ...('transaction' in body ? {} : { signType: body.signType ?? 'personal' }) });
}

function readSend(wallet: WalletSnapshot, body: SendRequest) {
  try {
    const parsed = parseSend(wallet, toSendInput(body));
    return parsed.ok ? parsed.value : undefined;
  } catch (refusal) {
    if (refusal instanceof DomainError) return undefined;
    throw refusal;
  }
}

/** Only safe integers have one text everywhere. Other numbers, which ABIs and typed data may hold, are compared by ours. */
function plain(value: object): JsonValue {
  const text = JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member === 'bigint') return member.toString();
    return typeof member === 'number' && !Number.isSafeInteger(member) ? { number: String(member) } : member;
  });
  return JSON.parse(text) as JsonValue;
}
