import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { chain, chainFitsAddress, name } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { address } from '../schema/scalars.js';
import { addressSet, comparable } from '../value/asset.js';
import { deny, type Denial } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object({ address: address(), name: optional(name()), chain: optional(chain()) }, chainFitsAddress);

/** Called contracts and programs, and collections of NFTs. What the server built itself for a trusted provider is not asked about. */
function contractsOf({ operations, facts }: Case): readonly Operation[] {
  if (facts.context.trustedProvider === true) return [];
  return operations.filter(({ kind }) => kind === 'CONTRACT_CALL' || kind === 'NFT_TRANSFER');
}

/** The contract of a call, or the collection of an NFT. */
function contractOf(operation: Operation): string | undefined {
  return operation.kind === 'NFT_TRANSFER' ? operation.token : operation.contract;
}

const VIOLATION = 'CONTRACT_WHITELIST_VIOLATION';

type ContractWords = 'CONTRACT_NOT_LISTED' | 'CONTRACT_NEEDS_POLICY' | 'CONTRACT_WITHOUT_CODE';

function denyContract(code: string, words: ContractWords, operation: Operation, isListable = true) {
  const contract = contractOf(operation);
  return deny(code, say(words, { address: contract ?? '(none)' }), {
    field: 'contracts',
    operation: operation.path,
    ...(contract === undefined || !isListable
      ? {}
      : { suggestion: say('ASK_LISTING', { value: contract, policy: 'CONTRACT_WHITELIST' }) }),
  });
}

/** A listed address without code is not the contract somebody listed: who deploys there later is anybody's guess. */
function judgeContract(listed: ReadonlySet<string>, empty: ReadonlySet<string>, operation: Operation): readonly Denial[] {
  const key = comparable(contractOf(operation) ?? '');
  if (!listed.has(key)) return [denyContract(VIOLATION, 'CONTRACT_NOT_LISTED', operation)];
  return empty.has(key) ? [denyContract(VIOLATION, 'CONTRACT_WITHOUT_CODE', operation, false)] : [];
}

export const contractWhitelist = definePolicy({
  type: 'CONTRACT_WHITELIST',
  label: 'Allowed contracts',
  description:
    'Only these contracts, programs and NFT collections, also inside other calls. Without the policy every call is refused.',
  effect: 'deny',
  appliesTo: ['CONTRACT_CALL', 'NFT_TRANSFER', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ contracts: list(entry, { key: (one) => one.address }) }),
  example: { contracts: [{ address: '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45', name: 'SwapRouter02' }] },
  prepare: (rules) => addressSet(rules.contracts.map((one) => one.address)),
  judge(contracts, subject) {
    const empty = addressSet(subject.facts.context.withoutCode ?? []);
    return contractsOf(subject).flatMap((operation) => judgeContract(contracts, empty, operation));
  },
  absent: (subject) =>
    subject.facts.settings.defaultDenyContracts
      ? contractsOf(subject).map((operation) => denyContract('CONTRACT_WHITELIST_REQUIRED', 'CONTRACT_NEEDS_POLICY', operation))
      : [],
});
