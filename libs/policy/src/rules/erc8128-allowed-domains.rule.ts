import type { Case } from '../effective/case.js';
import { canonicalHost } from '../domain/host.js';
import type { HistoryRow } from '../facts.js';
import { object, optional } from '../schema/object.js';
import { integer } from '../schema/scalars.js';
import { countRequests, secondsUntilBelow } from '../windows/request-count.js';
import { domainList, judgeDomains, partsOfType, requireDomains } from './allowed-domains.js';
import { deny, type Denial } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const TYPE = 'ERC8128_ALLOWED_DOMAINS';
const MINUTE_SECONDS = 60;

/** Signatures for one domain within a minute; counts as RATE_LIMIT does. */
function judgeRate(rpm: number, { facts, request }: Case): readonly Denial[] {
  return partsOfType({ request }, 'HTTP_SIGN').flatMap(({ part, path }) => {
    const host = part.domain === undefined ? undefined : canonicalHost(part.domain);
    if (host === undefined) return [];
    const matches = (row: HistoryRow): boolean =>
      row.type === 'HTTP_SIGN' && row.domain !== undefined && canonicalHost(row.domain) === host;
    const rows = { windowSeconds: MINUTE_SECONDS, matches };
    const count = countRequests(facts, rows);
    if (count < rpm) return [];
    return [
      deny(`${TYPE}_VIOLATION`, say('TOO_MANY_SIGNATURES', { domain: part.domain ?? '', count: String(count) }), {
        field: 'rate_limit_rpm',
        limit: String(rpm),
        actual: String(count + 1),
        operation: path,
        suggestion: say('PASSES_LATER', { seconds: String(secondsUntilBelow(facts, rows, rpm)) }),
      }),
    ];
  });
}

export const erc8128AllowedDomains = definePolicy({
  type: TYPE,
  label: 'Allowed ERC-8128 domains',
  description:
    'HTTP requests are signed only for these domains, rate_limit_rpm times a minute each. Without the policy none is signed.',
  effect: 'deny',
  appliesTo: ['HTTP_SIGN'],
  schema: object({ domains: domainList(), rate_limit_rpm: optional(integer(1, 6000)) }),
  example: { domains: ['api.example.com'], rate_limit_rpm: 60 },
  prepare: (rules) => ({ domains: new Set(rules.domains), rpm: rules.rate_limit_rpm }),
  judge: (rules, subject) => [
    ...judgeDomains(TYPE, rules.domains, partsOfType(subject, 'HTTP_SIGN')),
    ...judgeRate(rules.rpm ?? subject.facts.settings.defaultErc8128Rpm, subject),
  ],
  absent: (subject) =>
    subject.facts.settings.defaultDenyErc8128Domains ? requireDomains(TYPE, partsOfType(subject, 'HTTP_SIGN')) : [],
});
