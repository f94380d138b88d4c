import type { ApprovalFacts, ApprovalOperation } from '../approval-subject.port.js';
import type { ChallengeFacts, ChallengeTarget } from './challenge-facts.js';
import { actPath, effectLine } from './effect-line.js';
import { assetsOf, operationParts, plainTransfer, symbolOf, usdText } from './operation-text.js';
import { asSegment, asUrnTail } from './text-charset.js';

/**
 * The challenge as EIP-4361 text. On Solana the account line and the chain id differ, since EIP-4361 knows Ethereum only.
 * Nothing is shortened: a text too long to travel is refused before it exists.
 */
export function siweText(facts: ChallengeFacts): string {
  const requestId = requestIdOf(facts.target);
  return [
    `${new URL(facts.origin).host} wants you to sign in with your ${facts.chain === 'solana' ? 'Solana' : 'Ethereum'} account:`,
    facts.address,
    '',
    effectLine(facts.target),
    '',
    `URI: ${facts.origin}${actPath(facts.target)}`,
    'Version: 1',
    `Chain ID: ${chainIdOf(facts)}`,
    `Nonce: ${facts.nonce}`,
    `Issued At: ${isoSeconds(facts.issuedAt)}`,
    `Expiration Time: ${isoSeconds(facts.expiresAt)}`,
    ...(requestId === undefined ? [] : [`Request ID: ${requestId}`]),
    'Resources:',
    ...resources(facts).map((resource) => `- urn:waiaas:${resource}`),
  ].join('\n');
}

export function isoSeconds(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z');
}

function chainIdOf({ network }: ChallengeFacts): string {
  return network.chainId === null ? network.name.replace('solana-', '') : String(network.chainId);
}

function requestIdOf(target: ChallengeTarget): string | undefined {
  if (!('wallet' in target)) return undefined;
  return 'facts' in target ? target.facts.transactionId : target.wallet.id;
}

function resources({ target, network, audit }: ChallengeFacts): readonly string[] {
  const lines = [`action:${target.action}`];
  if ('wallet' in target) lines.push(`wallet:${target.wallet.id}`);
  if ('facts' in target) lines.push(`tx:${target.facts.transactionId}`);
  lines.push(`network:${network.name}`);
  if ('facts' in target) lines.push(...requestResources(target.facts));
  if ('bodyHash' in target && target.bodyHash !== undefined) lines.push(`request-sha256:${target.bodyHash}`);
  lines.push(`audit:${audit.id}:${audit.hash}`);
  return lines;
}

function requestResources(facts: ApprovalFacts): readonly string[] {
  const transfer = plainTransfer(facts);
  return [
    ...(transfer === undefined ? operationResources(facts.operations) : transferResources(transfer)),
    `usd:${facts.usdMicros === null ? 'unknown' : usdText(facts.usdMicros)}`,
    `request-sha256:${facts.requestHash}`,
    `policy-set:${facts.policySetVersion}`,
  ];
}

function transferResources(operation: ApprovalOperation): readonly string[] {
  return [
    `recipient:${asSegment(operation.target ?? 'none')}`,
    `amount:${operation.amount ?? 'unknown'}:${asSegment(symbolOf(operation))}:${operation.decimals ?? 'unknown'}`,
    `asset:${asUrnTail(operation.asset ?? 'none')}`,
  ];
}

function operationResources(operations: readonly ApprovalOperation[]): readonly string[] {
  return [
    ...operations.map((operation, index) => `op:${index + 1}:${operationParts(operation).map(asSegment).join(':')}`),
    ...assetsOf(operations).map((entry) => `op-asset:${entry.operations.join(',')}:${asUrnTail(entry.asset)}`),
  ];
}
