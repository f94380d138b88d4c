import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import type { Constraints } from '../facts.js';
import type { Denial } from '../rules/finding.js';
import { addressSet, comparable } from '../value/asset.js';
import { violated } from './violated.js';
import { say } from '../words/wording.js';

interface Beneficiary {
  readonly address: string | undefined;
}

type ReadBeneficiary = (operation: Operation) => Beneficiary | undefined;

const recipient: ReadBeneficiary = ({ to }) => ({ address: to });
const nobody: ReadBeneficiary = () => undefined;

/** Who gets something out of an operation, or the means to: recipient, spender, called contract. Undefined for nobody. */
const BENEFICIARY: Readonly<Record<Operation['kind'], ReadBeneficiary>> = {
  TRANSFER: recipient,
  TOKEN_TRANSFER: recipient,
  NFT_TRANSFER: recipient,
  X402_PAYMENT: recipient,
  APPROVE: ({ spender }) => ({ address: spender }),
  CONTRACT_CALL: ({ contract }) => ({ address: contract }),
  // The new contract is on nobody's list; it gets the attached value.
  CONTRACT_DEPLOY: ({ amount = 0n }) => (amount > 0n ? { address: undefined } : undefined),
  HTTP_SIGN: nobody,
  EXTERNAL_ACTION: nobody,
  SIGN_MESSAGE: nobody,
  SIGN_TYPED_DATA: nobody,
};

/** Recipients must be listed, and so must spenders and called contracts: both can pass value on to somebody who is not. */
export function judgeRecipients({ recipients }: Constraints, { operations }: Case): readonly Denial[] {
  if (recipients === undefined) return [];
  const listed = addressSet(recipients);
  return operations.flatMap((operation) => {
    const beneficiary = BENEFICIARY[operation.kind](operation);
    if (beneficiary === undefined || listed.has(comparable(beneficiary.address ?? ''))) return [];
    return [
      violated(say('SESSION_RECIPIENT', { address: beneficiary.address ?? '(unknown)' }), {
        field: 'recipients',
        operation: operation.path,
      }),
    ];
  });
}
