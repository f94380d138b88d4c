import { DomainError, findNetwork, sha256Hex, type KeyIdentity, type OwnerConsent, type PaymentConsent } from '@waiaas/core';
import { isOwnerSignature } from './owner-signature.js';
import type { Outlay, Payment } from './outlay.js';
import { readOwnerText, type OwnerText } from './owner-text.js';

/** A text lives an hour at most, and a yes an hour after it was given. */
const MAX_LIFETIME = 3600;
const YES_LIFETIME = 3600;
const SKEW = 120;

export interface ConsentOf {
  readonly identity: KeyIdentity;
  /** The owner sealed into the key. */
  readonly owner: string | null;
  /** Unix seconds. */
  readonly now: number;
}

/** A consent that was verified; it counts once, for what `nonce` is bound to first. */
export interface VerifiedConsent {
  readonly nonce: string;
  /** After this second it is refused for its age alone. */
  readonly until: number;
}

/**
 * Verifies the owner's yes to a payment: signed by the owner in the key, over a text about this wallet and network and the hash of a
 * request whose recipient, amount, data and memo are those of the bytes.
 *
 * @throws DomainError `POLICY_DENIED` with `details.reason` `CEILING_CONSENT`.
 */
export function verifyPaymentConsent(consent: PaymentConsent, outlay: Outlay, of: ConsentOf): VerifiedConsent {
  const text = verifiedText(consent, of, 'approve');
  const { request } = consent;
  const isAsSigned =
    sha256Hex(request) === text.subjectHash &&
    isOnNetwork(text, outlay, of.identity) &&
    outlay.payment !== null &&
    isRequestOf(request, outlay.payment, text.network);
  if (!isAsSigned) throw refused();
  return { nonce: text.nonce, until: text.expiresAt + YES_LIFETIME };
}

/** Verifies the owner's yes to another ceiling, or to another owner: signed over a text about this wallet and exactly this body. */
export function verifyChangeConsent(
  consent: OwnerConsent,
  subject: { readonly action: 'loosen' | 'remove-owner'; readonly body: string },
  of: ConsentOf,
): VerifiedConsent {
  const text = verifiedText(consent, of, subject.action);
  if (sha256Hex(subject.body) !== text.subjectHash || of.now > text.expiresAt + SKEW) throw refused();
  return { nonce: text.nonce, until: text.expiresAt + YES_LIFETIME };
}

function verifiedText({ message, signature }: OwnerConsent, of: ConsentOf, action: string): OwnerText {
  const text = readOwnerText(message);
  if (text === undefined || of.owner === null) throw refused();
  const isInTime =
    text.issuedAt <= of.now + SKEW && text.expiresAt - text.issuedAt <= MAX_LIFETIME && of.now <= text.expiresAt + YES_LIFETIME;
  const isMeant = text.action === action && text.walletId === of.identity.walletId;
  if (!isInTime || !isMeant || !isOwnerSignature(of.identity.chain, of.owner, message, signature)) throw refused();
  return text;
}

function isOnNetwork({ network }: OwnerText, { chain }: Outlay, identity: KeyIdentity): boolean {
  const named = findNetwork(network);
  if (named?.chain !== identity.chain || named.environment !== identity.environment) return false;
  return chain === null || named.caip2 === chain;
}

/** The stored request is canonical: addresses and amounts have one way to be written. */
function isRequestOf(text: string, payment: Payment, network: string): boolean {
  const request = parse(text);
  if (request?.['type'] !== payment.type || request['network'] !== network) return false;
  if (request['amount'] !== payment.amount.toString()) return false;
  return payment.type === 'TRANSFER' ? isTransferOf(request, payment) : isCallOf(request, payment);
}

function isTransferOf(request: Request, payment: Payment): boolean {
  const isPlain = payment.calldata === '0x' && isSameText(request['chain'], request['to'], payment.to);
  // On EVM a memo never becomes data, so there are no bytes to compare it with.
  return isPlain && (request['chain'] === 'ethereum' || (request['memo'] ?? null) === payment.memo);
}

function isCallOf(request: Request, payment: Payment): boolean {
  const { chain, contractAddress, calldata } = request;
  return isSameText(chain, contractAddress, payment.to) && isSameText(chain, calldata, payment.calldata);
}

/** Hex may be written in either case; base58 may not. */
function isSameText(chain: unknown, value: unknown, expected: string): boolean {
  if (typeof value !== 'string') return false;
  return chain === 'ethereum' ? value.toLowerCase() === expected.toLowerCase() : value === expected;
}

type Request = Readonly<Record<string, unknown>>;

function parse(text: string): Request | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Request) : undefined;
  } catch {
    return undefined;
  }
}

function refused(): DomainError {
  return new DomainError('POLICY_DENIED', { details: { reason: 'CEILING_CONSENT' } });
}
