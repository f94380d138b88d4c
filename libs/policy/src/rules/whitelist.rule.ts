import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { list } from '../schema/list.js';
import { object } from '../schema/object.js';
import { address } from '../schema/scalars.js';
import { addressSet, comparable } from '../value/asset.js';
import { deny, floor, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const WITH_RECIPIENT: ReadonlySet<string> = new Set(['TRANSFER', 'TOKEN_TRANSFER', 'NFT_TRANSFER', 'X402_PAYMENT']);

/** Operations that pay or hand something to somebody, also those found in calldata or typed data. */
export function paymentsOf({ operations }: Pick<Case, 'operations'>): readonly Operation[] {
  return operations.filter((operation) => WITH_RECIPIENT.has(operation.kind));
}

function judgeRecipient(
  listed: ReadonlySet<string>,
  elsewhere: ReadonlySet<string>,
  { to, path }: Operation,
): readonly Finding[] {
  const key = comparable(to ?? '');
  if (!listed.has(key)) {
    return [
      deny('WHITELIST_VIOLATION', say('RECIPIENT_NOT_LISTED', { address: to ?? '(unknown)' }), {
        field: 'allowed_addresses',
        operation: path,
        ...(to === undefined ? {} : { suggestion: say('ASK_LISTING', { value: to, policy: 'WHITELIST' }) }),
      }),
    ];
  }
  // A contract that was listed for another network may be anybody's address here.
  return elsewhere.has(key) ? [floor('APPROVAL', { field: 'allowed_addresses', operation: path })] : [];
}

export const whitelist = definePolicy({
  type: 'WHITELIST',
  label: 'Allowed recipients',
  description:
    'Value goes only to these addresses, also inside calls and typed data. Called contracts and spenders are not concerned.',
  effect: 'deny',
  appliesTo: ['TRANSFER', 'TOKEN_TRANSFER', 'NFT_TRANSFER', 'X402_PAYMENT', 'CONTRACT_CALL', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ allowed_addresses: list(address(), { key: (one) => one }) }),
  example: { allowed_addresses: ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045'] },
  prepare: (rules) => addressSet(rules.allowed_addresses),
  judge(listed, subject) {
    const elsewhere = addressSet(subject.facts.context.codeElsewhere ?? []);
    return paymentsOf(subject).flatMap((operation) => judgeRecipient(listed, elsewhere, operation));
  },
});
