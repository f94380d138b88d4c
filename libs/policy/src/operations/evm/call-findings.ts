import { bytesToHex } from '@noble/hashes/utils';
import type { Facts } from '../../facts.js';
import { comparable } from '../../value/asset.js';
import { findingsOf, type Effect } from '../effects.js';
import { draft, unreadable, type Draft, type Finding, type Site } from '../operation.js';
import { AbiReader, decoded, gathered } from './abi-reader.js';
import { checkArguments, EFFECT_SELECTORS } from './effect-selectors.js';
import { isMultiSendContract } from './multi-send-contracts.js';
import { MULTI_SEND, WRAPPER_SELECTORS, type InnerCall } from './wrapper-selectors.js';

const MAX_DEPTH = 4;
const MAX_INNER_CALLS = 64;
const SELECTOR = 4;

// More than any honest request does. Data may point at the same bytes again and again; what that costs must stay small.
const MAX_EFFECTS = 1024;

/** What is inside something. */
export interface Inside {
  readonly inner: readonly Finding[];
  /** Whether all of it could be read; what could is judged in any case. */
  readonly isReadable: boolean;
}

/** Where calls are looked into, and how many more may be. One per request: a batch has no larger allowance than one call. */
export class CallScope {
  #left = MAX_INNER_CALLS;
  #room = MAX_EFFECTS;

  constructor(
    readonly facts: Pick<Facts, 'context'>,
    readonly site: Site,
  ) {}

  take(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  /** What effects are in the light of the facts, as far as they can be read and there is room for them. */
  inside(read: () => Iterable<Effect>): Inside {
    const { entries, isWhole } = gathered(read, this.#room);
    this.#room -= entries.length;
    return { inner: findingsOf(this.facts, this.site, entries), isReadable: isWhole };
  }
}

export interface Call {
  readonly contract: string | undefined;
  readonly value: bigint | undefined;
  /** Undefined = unknown. */
  readonly data: Uint8Array | undefined;
  /** The selector as the request wrote it; of known data its first bytes. */
  readonly written?: string | undefined;
}

interface CallPlace {
  readonly contract: string;
  readonly data: Uint8Array;
  readonly depth: number;
}

function selectorOf({ data, written }: Call): string | undefined {
  if (data === undefined) return written?.toLowerCase();
  return data.length < SELECTOR ? undefined : `0x${bytesToHex(data.subarray(0, SELECTOR))}`;
}

function leaf(one: Draft): Finding {
  return { draft: one, inner: [] };
}

/** Inner calls one by one, up to where looking ends. */
function innerFindings(scope: CallScope, calls: readonly InnerCall[], depth: number): readonly Finding[] {
  const findings: Finding[] = [];
  for (const one of calls) {
    if (depth > MAX_DEPTH || !scope.take()) return [...findings, leaf(beyond(scope, one))];
    findings.push(innerFinding(scope, one, depth));
  }
  return findings;
}

/** Stands for the call at which looking ended, and all after it. */
function beyond({ site }: CallScope, { contract, value }: InnerCall): Draft {
  return unreadable(draft(site, { kind: 'CONTRACT_CALL', contract, amount: value }));
}

/** What leaves as the refund stands in no field: a human is asked, and no figure is the value of what is paid. */
function withRefund({ draft: one, inner }: Finding): Finding {
  if (one.kind !== 'TRANSFER') return { draft: unreadable(one), inner };
  const { amount: _amount, ...unvalued } = one;
  return { draft: unreadable(unvalued), inner };
}

/** A call inside another. Without data it does nothing but pay. */
export function innerFinding(scope: CallScope, inner: InnerCall, depth: number): Finding {
  const { contract: to, value: amount, isDelegate } = inner;
  const isPayment = inner.data.length === 0 && !isDelegate;
  const finding = isPayment ? leaf(draft(scope.site, { kind: 'TRANSFER', to, amount })) : callFinding(scope, inner, depth);
  if (inner.hasRefund === true) return withRefund(finding);
  if (!isDelegate) return finding;
  if (finding.draft.selector !== MULTI_SEND) return { ...finding, draft: unreadable(finding.draft) };
  return isMultiSendContract(to) ? finding : { ...finding, draft: { ...finding.draft, isDelegated: true } };
}

/** What nobody can tell; where a token does it, lists cannot make it cheap. */
function opaque({ facts: { context } }: CallScope, base: Draft): Draft {
  const key = comparable(base.contract ?? '');
  const isToken = context.tokenContracts?.some((one) => comparable(one) === key) === true;
  return isToken ? unreadable(base) : { ...base, isOpaque: true };
}

/** What is inside a call by its selector: undefined where nobody knows the selector. */
function insideOf(scope: CallScope, selector: string, at: CallPlace): Inside | undefined {
  const args = new AbiReader(at.data.subarray(SELECTOR));
  const method = EFFECT_SELECTORS.get(selector);
  const readCalls = WRAPPER_SELECTORS.get(selector);
  if (method !== undefined) {
    const { inner, isReadable } = scope.inside(() => method.read(args, at.contract));
    return { inner, isReadable: isReadable && decoded(() => checkArguments(method, args)) === true };
  }
  if (readCalls === undefined) return undefined;
  // One more than may be looked into: it is what stands for the rest.
  const { entries, isWhole } = gathered(() => readCalls(args, at.contract), MAX_INNER_CALLS + 1);
  return { inner: innerFindings(scope, entries, at.depth + 1), isReadable: isWhole };
}

/** A call as what it is, with what its calldata contains. Total: data that cannot be read asks a human. */
export function callFinding(scope: CallScope, call: Call, depth = 0): Finding {
  const { data, contract } = call;
  const selector = selectorOf(call);
  const base = draft(scope.site, { kind: 'CONTRACT_CALL', contract, amount: call.value, selector: call.written ?? selector });
  if (data === undefined || selector === undefined || contract === undefined) return leaf(opaque(scope, base));
  const inside = insideOf(scope, selector, { contract, data, depth });
  if (inside === undefined) return leaf(opaque(scope, base));
  return { draft: inside.isReadable ? base : unreadable(base), inner: inside.inner };
}
