import type { InboxItem } from '@waiaas/api-types';
import { readChallengeText, type SignedFacts } from './challenge-text';
import { toDecimal } from './format-amount';
import { readRequest } from './request-text';

/** A row with the SHA-256 of its request, made here: what the request says counts only where that is what is signed. */
export interface ItemToSign extends InboxItem {
  readonly requestDigest: string;
}

/** What a signature is wanted for, as this page knows it. */
export interface Wanted {
  readonly action: string;
  readonly address: string;
  readonly chain: 'ethereum' | 'solana';
  /** The row on the screen, for acts on one. */
  readonly item?: ItemToSign;
  /** The wallet of this page, for acts on one. */
  readonly wallet?: { readonly id: string; readonly address: string };
}

export type Mismatch =
  | 'unreadable'
  | 'action'
  | 'address'
  | 'transaction'
  | 'wallet'
  | 'network'
  | 'recipient'
  | 'amount'
  | 'request'
  | 'statement'
  | 'operations'
  | 'value';

const same = (chain: Wanted['chain'], one: string | null, other: string | null): boolean =>
  chain === 'ethereum' ? one?.toLowerCase() === other?.toLowerCase() : one === other;

/** The sentence is what a hardware wallet shows; it must say the same as the fields that the daemon judges. */
function statementFits({ statement, action, recipient, amount, network }: SignedFacts): boolean {
  if (!statement.startsWith(`${action.toUpperCase()} `)) return false;
  if (recipient === null || amount === null) return true;
  const shown = amount.decimals === null ? `${amount.baseUnits} base units` : toDecimal(amount.baseUnits, amount.decimals);
  return [`sending ${shown} `, ` to ${recipient} `, ` on ${network ?? ''} `].every((part) => statement.includes(part));
}

/** Characters that a text cannot carry stand as one underscore each. */
const asSigned = (value: string | null): string => (value ?? 'none').replace(/[^A-Za-z0-9\-._~@!$&'()*+,;=/]/gu, '_');

type Check = readonly [Mismatch, boolean];

const failed = (checks: readonly Check[]): readonly Mismatch[] => checks.filter(([, holds]) => !holds).map(([name]) => name);

/** A single transfer stands in fields of its own. */
function transferChecks(
  { recipient, amount }: SignedFacts,
  { operations }: InboxItem['decoded'],
  chain: Wanted['chain'],
): readonly Check[] {
  const [only] = operations;
  if (only === undefined || operations.length > 1) return [['recipient', false]];
  return [
    ['recipient', same(chain, recipient, only.target)],
    ['amount', amount !== null && amount.baseUnits === only.amount && amount.decimals === only.decimals],
  ];
}

/** Everything else is a list, in its order. */
function operationChecks(facts: SignedFacts, { operations }: InboxItem['decoded'], chain: Wanted['chain']): readonly Check[] {
  const isEqual = facts.operations.every(({ target, symbol }, index) => {
    const shown = operations[index];
    return shown !== undefined && same(chain, target, asSigned(shown.target)) && symbol === asSigned(shown.symbol);
  });
  return [['operations', isEqual && facts.operations.length === operations.length]];
}

/** The text names a request by its hash: what hashes to it must be on the page, and do what the text says. */
function isRequestOf(facts: SignedFacts, item: ItemToSign, chain: Wanted['chain']): boolean {
  const request = readRequest(item.request);
  const isNamed = facts.requestHash === item.requestHash && facts.requestHash === item.requestDigest;
  if (!isNamed || request?.walletId !== facts.walletId || request.network !== facts.network) return false;
  // Other requests are decoded by the daemon: what they do is not written in them.
  if (request.type !== 'TRANSFER') return true;
  return same(chain, request.to, facts.recipient) && request.amount === facts.amount?.baseUnits;
}

function itemMismatches(facts: SignedFacts, item: ItemToSign, chain: Wanted['chain']): readonly Mismatch[] {
  const isTransfer = facts.recipient !== null || facts.amount !== null;
  return failed([
    ['transaction', facts.transactionId === item.transaction.id],
    ['wallet', facts.walletId === item.transaction.walletId],
    ['network', facts.network === item.transaction.network],
    ['request', isRequestOf(facts, item, chain)],
    ['value', (facts.usd === 'unknown' ? null : facts.usd) === item.usd],
    ...(isTransfer ? transferChecks : operationChecks)(facts, item.decoded, chain),
  ]);
}

/** The sentence must name the wallet by its address: names may be alike. */
function walletMismatches(
  { walletId, statement, action }: SignedFacts,
  wallet: NonNullable<Wanted['wallet']>,
): readonly Mismatch[] {
  const verb = action.split('-')[0]?.toUpperCase() ?? '';
  return failed([
    ['wallet', walletId === wallet.id],
    ['statement', statement.startsWith(`${verb} `) && statement.endsWith(`(${wallet.address})`)],
  ]);
}

/** Holds a text against what the page shows. Any difference, and the page asks nobody to sign it. */
export function mismatchesOf(text: string, wanted: Wanted): readonly Mismatch[] {
  const facts = readChallengeText(text);
  if (facts === undefined) return ['unreadable'];
  return [
    ...(facts.action === wanted.action ? [] : (['action'] as const)),
    ...(same(wanted.chain, facts.address, wanted.address) ? [] : (['address'] as const)),
    ...(wanted.item !== undefined && !statementFits(facts) ? (['statement'] as const) : []),
    ...(wanted.item === undefined ? [] : itemMismatches(facts, wanted.item, wanted.chain)),
    ...(wanted.wallet === undefined ? [] : walletMismatches(facts, wanted.wallet)),
  ];
}
