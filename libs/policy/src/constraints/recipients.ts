import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import type { Constraints } from '../facts.js';
import type { Denial } from '../rules/finding.js';
import { addressSet, comparable } from '../value/asset.js';
import { violated } from './violated.js';

interface Beneficiary {
  readonly address: string | undefined;
}

/** Who gets something out of an operation, or the means to: recipient, spender, called contract. Undefined for nobody. */
function beneficiaryOf(operation: Operation): Beneficiary | undefined {
  switch (operation.kind) {
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
    case 'X402_PAYMENT':
      return { address: operation.to };
    case 'APPROVE':
      return { address: operation.spender };
    case 'CONTRACT_CALL':
      return { address: operation.contract };
    case 'CONTRACT_DEPLOY':
      // The new contract is on nobody's list; it gets the attached value.
      return (operation.amount ?? 0n) > 0n ? { address: undefined } : undefined;
    case 'HTTP_SIGN':
    case 'EXTERNAL_ACTION':
    case 'SIGN_MESSAGE':
    case 'SIGN_TYPED_DATA':
      return undefined;
  }
}

/** Recipients must be listed, and so must spenders and called contracts: both can pass value on to somebody who is not. */
export function judgeRecipients({ recipients }: Constraints, { operations }: Case): readonly Denial[] {
  if (recipients === undefined) return [];
  const listed = addressSet(recipients);
  return operations.flatMap((operation) => {
    const beneficiary = beneficiaryOf(operation);
    if (beneficiary === undefined || listed.has(comparable(beneficiary.address ?? ''))) return [];
    return [
      violated(`${beneficiary.address ?? '(unknown)'} is not among the recipients of this session.`, {
        field: 'recipients',
        operation: operation.path,
      }),
    ];
  });
}
