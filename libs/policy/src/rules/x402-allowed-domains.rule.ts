import { object } from '../schema/object.js';
import { domainList, judgeDomains, partsOfType, requireDomains } from './allowed-domains.js';
import { definePolicy } from './policy-type.js';

const TYPE = 'X402_ALLOWED_DOMAINS';

export const x402AllowedDomains = definePolicy({
  type: TYPE,
  label: 'Allowed x402 domains',
  description:
    'x402 payments only to these domains; *.x.y stands for everything below x.y. Without the policy every payment is refused.',
  effect: 'deny',
  appliesTo: ['X402_PAYMENT'],
  schema: object({ domains: domainList() }),
  example: { domains: ['api.example.com', '*.pay.example.com'] },
  prepare: (rules): ReadonlySet<string> => new Set(rules.domains),
  judge: (domains, subject) => judgeDomains(TYPE, domains, partsOfType(subject, 'X402_PAYMENT')),
  absent: (subject) =>
    subject.facts.settings.defaultDenyX402Domains ? requireDomains(TYPE, partsOfType(subject, 'X402_PAYMENT')) : [],
});
