import type { ApprovalFacts } from '../approval-subject.port.js';
import type { ChallengeFacts } from './challenge-facts.js';
import { assetsOf, operationParts, plainTransfer, symbolOf, usdText } from './operation-text.js';
import { isoSeconds } from './siwe-text.js';
import { asLineValue, asSegment } from './text-charset.js';

type Field = readonly [key: string, value: string];

/** The same facts as one ASCII line, which fits a header as it is. For Solana wallets that show a message on one line. */
export function lineText(facts: ChallengeFacts): string {
  const { target } = facts;
  const fields: Field[] = [['action', target.action]];
  if ('wallet' in target) fields.push(['wallet', target.wallet.id]);
  if ('facts' in target) fields.push(['tx', target.facts.transactionId]);
  fields.push(['network', facts.network.name]);
  if ('facts' in target) fields.push(...requestFields(target.facts));
  if ('bodyHash' in target && target.bodyHash !== undefined) fields.push(['sha256', target.bodyHash]);
  fields.push(
    ['audit', `${facts.audit.id}:${facts.audit.hash}`],
    ['nonce', facts.nonce],
    ['iat', isoSeconds(facts.issuedAt)],
    ['exp', isoSeconds(facts.expiresAt)],
  );
  return ['WAIaaS v1', ...fields.map(([key, value]) => `${key}=${asLineValue(value)}`)].join('|');
}

function requestFields(facts: ApprovalFacts): readonly Field[] {
  return [
    ...effectFields(facts),
    ['usd', facts.usdMicros === null ? 'unknown' : usdText(facts.usdMicros)],
    ['sha256', facts.requestHash],
    ['policySet', String(facts.policySetVersion)],
  ];
}

function effectFields(facts: ApprovalFacts): readonly Field[] {
  const transfer = plainTransfer(facts);
  if (transfer !== undefined) {
    return [
      ['to', transfer.target ?? 'none'],
      ['amount', `${transfer.amount ?? 'unknown'}:${symbolOf(transfer)}:${transfer.decimals ?? 'unknown'}`],
      ['asset', transfer.asset ?? 'none'],
    ];
  }
  return [
    ...facts.operations.map((operation, index): Field => [`op${index + 1}`, operationParts(operation).map(asSegment).join(':')]),
    ...assetsOf(facts.operations).map((entry): Field => [`asset${entry.operations.join(',')}`, entry.asset]),
  ];
}
