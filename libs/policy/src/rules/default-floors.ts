import { isStandardName } from '../operations/typed-data/standards.js';
import type { Tier } from '@waiaas/core';
import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { partsOf } from '../effective/request-parts.js';
import type { Verdict } from '../effective/report.js';
import { isZero } from '../money/ratio.js';
import { knownToken } from '../value/asset.js';
import { externalNotional } from '../value/outflows.js';
import { allowedTokens, isNamedByAssetId } from './allowed-tokens.rule.js';
import { floor, type Floor } from './finding.js';
import { isKnownContract, isKnownMethod } from './opaque-call.js';
import { spendingLimit } from './spending-limit.rule.js';
import { say, type Wording } from '../words/wording.js';

// Floors that stand without any policy. What nobody can read asks a human; lists make a call known, never cheap.

function opaqueTier(subject: Case, operation: Operation): Tier {
  if (isKnownMethod(subject, operation)) return 'NOTIFY';
  return isKnownContract(subject, operation) && spendingLimit.effectiveIn(subject) !== undefined ? 'NOTIFY' : 'APPROVAL';
}

const MESSAGE_SETTING = say('ASK_SETTING', { setting: 'policy.sign_message_default_tier' });
const TYPED_DATA_SETTING = say('ASK_SETTING', { setting: 'policy.typed_data_default_tier' });

/** Only the setting's own tier can be lowered: what stands under a known name, or for no chain, asks a human under any setting. */
function remedyOf({ facts, request }: Case, { kind, isOpaque }: Operation): { readonly suggestion?: Wording } {
  if (kind !== 'SIGN_TYPED_DATA' || !isOpaque || request.typedData === undefined) return {};
  const { domain, primaryType } = request.typedData;
  const isFixed = isStandardName(primaryType) || !Object.hasOwn(domain, 'chainId');
  return isFixed || facts.settings.typedDataDefaultTier === 'INSTANT' ? {} : { suggestion: TYPED_DATA_SETTING };
}

/** A mint whose extensions let somebody else move, block or tax it, unless the list names that very asset. */
function isRiskyToken(subject: Case, operation: Operation): boolean {
  const { token } = operation;
  if (token === undefined || (operation.kind !== 'TOKEN_TRANSFER' && operation.kind !== 'APPROVE')) return false;
  const known = knownToken(subject.facts.context, { chain: operation.chain, asset: token });
  if (known?.hasRiskyExtension !== true) return false;
  const tokens = allowedTokens.effectiveIn(subject);
  return tokens === undefined || !isNamedByAssetId(tokens, operation);
}

function floorsOfOperation(subject: Case, operation: Operation): readonly Floor[] {
  const floors: Floor[] = [];
  const at = { operation: operation.path };
  if (operation.kind === 'NFT_TRANSFER' || operation.kind === 'CONTRACT_DEPLOY') floors.push(floor('APPROVAL', at));
  if (operation.kind === 'SIGN_MESSAGE')
    floors.push(floor(subject.facts.settings.signMessageDefaultTier, { ...at, suggestion: MESSAGE_SETTING }));
  if (operation.isOpaque && operation.kind === 'CONTRACT_CALL') floors.push(floor(opaqueTier(subject, operation), at));
  if (operation.demands !== undefined) floors.push(floor(operation.demands, { ...at, ...remedyOf(subject, operation) }));
  if (operation.isDelegated === true && !isKnownContract(subject, operation)) floors.push(floor('APPROVAL', at));
  if (isRiskyToken(subject, operation)) floors.push(floor('APPROVAL', at));
  return floors;
}

function floorsOfActions({ request, facts }: Case): readonly Floor[] {
  const floors = partsOf(request).flatMap(({ part, path }) => {
    const notional = part.type === 'EXTERNAL_ACTION' ? externalNotional(part) : undefined;
    return notional !== undefined && isZero(notional) ? [floor('NOTIFY', { operation: path })] : [];
  });
  return facts.context.actionTier === undefined ? floors : [...floors, floor(facts.context.actionTier)];
}

const NO_LIMIT = { suggestion: say('ASK_POLICY', { policy: 'SPENDING_LIMIT' }) };

/** What no SPENDING_LIMIT judges asks a human. */
function floorWithoutLimit(subject: Case): readonly Floor[] {
  return subject.isValueMoving && spendingLimit.effectiveIn(subject) === undefined ? [floor('APPROVAL', NO_LIMIT)] : [];
}

/** Windows, hours and rates count on time. */
function floorsOfClock({ facts }: Case): readonly Floor[] {
  return facts.isClockInDoubt === true ? [floor('APPROVAL', { field: 'clock', actual: 'CLOCK_DOUBT' })] : [];
}

/** Every floor that no policy sets, under the name of what it is about. */
export function defaultFloors(subject: Case): readonly Verdict[] {
  return [
    ...subject.operations.map((operation): Verdict => ({
      type: operation.kind,
      row: null,
      findings: floorsOfOperation(subject, operation),
    })),
    { type: subject.request.type, row: null, findings: floorsOfActions(subject) },
    { type: 'SPENDING_LIMIT', row: null, findings: floorWithoutLimit(subject) },
    { type: 'CLOCK', row: null, findings: floorsOfClock(subject) },
  ];
}
