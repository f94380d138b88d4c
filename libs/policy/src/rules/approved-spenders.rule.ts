import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { chain, chainFitsAddress, name } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { address, digits } from '../schema/scalars.js';
import { addressSet, comparable } from '../value/asset.js';
import { deny, type Denial } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object(
  {
    address: address(),
    name: optional(name()),
    chain: optional(chain()),
    token: optional(address()),
    maxAmount: optional(digits()),
  },
  chainFitsAddress,
);

/** What one entry allows its spender: any token or one, any amount or up to one. */
interface Allowance {
  readonly token: string | undefined;
  readonly maxAmount: bigint | undefined;
}

type Spenders = ReadonlyMap<string, readonly Allowance[]>;

/** Grants; a revocation takes nothing from the wallet and is not asked about. */
export function grantsOf({ operations }: Pick<Case, 'operations'>): readonly Operation[] {
  return operations.filter(({ kind, isRevocation }) => kind === 'APPROVE' && !isRevocation);
}

function fits({ token, maxAmount }: Allowance, operation: Operation): boolean {
  if (token !== undefined && token !== comparable(operation.token ?? '')) return false;
  return maxAmount === undefined || (operation.amount !== undefined && operation.amount <= maxAmount);
}

const VIOLATION = 'APPROVED_SPENDERS_VIOLATION';

type SpenderWords = 'SPENDER_NOT_LISTED' | 'SPENDER_NEEDS_POLICY' | 'SPENDER_WITHOUT_CODE';

function denySpender(code: string, words: SpenderWords, { spender, token, path }: Operation, isListable = true) {
  const address = spender ?? '(none)';
  const reason = words === 'SPENDER_NOT_LISTED' ? say(words, { address, token: token ?? '(none)' }) : say(words, { address });
  return deny(code, reason, {
    field: 'spenders',
    operation: path,
    ...(spender === undefined || !isListable
      ? {}
      : { suggestion: say('ASK_LISTING', { value: spender, policy: 'APPROVED_SPENDERS' }) }),
  });
}

/** The most that an entry for this spender and token allows, where the amount alone is too large. */
function figuresOf(entries: readonly Allowance[], operation: Operation): Partial<Denial> {
  const amounts = entries.flatMap(({ token, maxAmount }) =>
    maxAmount !== undefined && fits({ token, maxAmount: undefined }, operation) ? [maxAmount] : [],
  );
  const [most] = amounts.sort((a, b) => (a < b ? 1 : -1));
  if (most === undefined) return {};
  return { field: 'maxAmount', limit: most.toString(), suggestion: say('UNITS_PASS', { amount: most.toString() }) };
}

/** A listed spender without code is not the contract somebody listed. */
function judgeGrant(spenders: Spenders, empty: ReadonlySet<string>, operation: Operation): readonly Denial[] {
  const key = comparable(operation.spender ?? '');
  const entries = spenders.get(key) ?? [];
  if (!entries.some((one) => fits(one, operation))) {
    const denial = denySpender(VIOLATION, 'SPENDER_NOT_LISTED', operation);
    return [{ ...denial, ...figuresOf(entries, operation) }];
  }
  return empty.has(key) ? [denySpender(VIOLATION, 'SPENDER_WITHOUT_CODE', operation, false)] : [];
}

function prepare(
  entries: readonly { readonly address: string; readonly token?: string; readonly maxAmount?: string }[],
): Spenders {
  const spenders = new Map<string, Allowance[]>();
  for (const one of entries) {
    const key = comparable(one.address);
    const token = one.token === undefined ? undefined : comparable(one.token);
    const maxAmount = one.maxAmount === undefined ? undefined : BigInt(one.maxAmount);
    spenders.set(key, [...(spenders.get(key) ?? []), { token, maxAmount }]);
  }
  return spenders;
}

export const approvedSpenders = definePolicy({
  type: 'APPROVED_SPENDERS',
  label: 'Approved spenders',
  description:
    'Allowances only for these spenders, for one token or up to an amount where an entry says so. Without the policy none is granted.',
  effect: 'deny',
  appliesTo: ['APPROVE', 'CONTRACT_CALL', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ spenders: list(entry, { key: (one) => `${one.address}|${one.token ?? ''}` }) }),
  example: {
    spenders: [
      {
        address: '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45',
        token: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
        maxAmount: '40000000',
      },
    ],
  },
  prepare: (rules) => prepare(rules.spenders),
  judge(spenders, subject) {
    const empty = addressSet(subject.facts.context.withoutCode ?? []);
    return grantsOf(subject).flatMap((operation) => judgeGrant(spenders, empty, operation));
  },
  absent: (subject) =>
    subject.facts.settings.defaultDenySpenders
      ? grantsOf(subject).map((operation) => denySpender('APPROVED_SPENDERS_REQUIRED', 'SPENDER_NEEDS_POLICY', operation))
      : [],
});
