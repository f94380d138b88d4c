import type { Tier } from '@waiaas/core';
import type { Case } from '../effective/case.js';
import type { Verdict } from '../effective/report.js';
import type { Constraints } from '../facts.js';
import { isHigherTier, type Denial } from '../rules/finding.js';
import { judgeRecipients } from './recipients.js';
import { judgeUsdLimits } from './usd-limits.js';
import { violated } from './violated.js';
import { say } from '../words/wording.js';

function judgeTypes({ types }: Constraints, { request }: Case): readonly Denial[] {
  if (types === undefined) return [];
  const asked: readonly { readonly type: string; readonly path?: string }[] = [
    request,
    ...(request.instructions ?? []).map(({ type }, index) => ({ type, path: String(index) })),
  ];
  return asked
    .filter(({ type }) => !types.includes(type))
    .map(({ type, path }) =>
      violated(say('SESSION_TYPE', { kind: type }), { field: 'types', ...(path === undefined ? {} : { operation: path }) }),
    );
}

function judgeNetwork({ networks }: Constraints, { request }: Case): readonly Denial[] {
  if (networks === undefined || (request.network !== undefined && networks.includes(request.network))) return [];
  return [violated(say('SESSION_NETWORK', { network: request.network ?? '(none)' }), { field: 'networks' })];
}

function judgeTier({ maxTier }: Constraints, tier: Tier): readonly Denial[] {
  if (maxTier === undefined || !isHigherTier(tier, maxTier)) return [];
  return [violated(say('SESSION_TIER', { tier, most: maxTier }), { field: 'maxTier', limit: maxTier, actual: tier })];
}

/** What the session itself may not do. Constraints refuse; they never allow anything or lower a tier. */
export function judgeConstraints(subject: Case, tier: Tier): readonly Verdict[] {
  const { session } = subject.facts;
  if (session === null) return [];
  const { constraints } = session;
  const findings = [
    ...judgeTypes(constraints, subject),
    ...judgeNetwork(constraints, subject),
    ...judgeRecipients(constraints, subject),
    ...judgeUsdLimits(constraints, subject),
    ...judgeTier(constraints, tier),
  ];
  return [{ type: 'CONSTRAINT', row: null, findings }];
}
