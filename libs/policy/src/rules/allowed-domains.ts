import type { Case } from '../effective/case.js';
import { partsOf, type RequestPart } from '../effective/request-parts.js';
import { canonicalHost, isHostCovered } from '../domain/host.js';
import type { RequestType } from '../request.js';
import { hostPattern } from '../schema/host-pattern.js';
import { list } from '../schema/list.js';
import { deny, type Denial } from './finding.js';
import { say } from '../words/wording.js';

/** The list of domains of both types that have one. */
export const domainList = () => list(hostPattern(), { key: (entry) => entry });

/** Parts of a request of one type. */
export function partsOfType({ request }: Pick<Case, 'request'>, type: RequestType): readonly RequestPart[] {
  return partsOf(request).filter(({ part }) => part.type === type);
}

function denyDomain(type: string, suffix: string, { part, path }: RequestPart): Denial {
  const domain = part.domain;
  const words = suffix === 'REQUIRED' ? 'DOMAIN_NEEDS_POLICY' : 'DOMAIN_NOT_LISTED';
  return deny(`${type}_${suffix}`, say(words, { domain: domain ?? '(none)', policy: type }), {
    field: 'domains',
    operation: path,
    ...(domain === undefined ? {} : { suggestion: say('ASK_LISTING', { value: domain, policy: type }) }),
  });
}

/** A domain must fit an entry; what is no host fits none. */
export function judgeDomains(type: string, domains: ReadonlySet<string>, parts: readonly RequestPart[]): readonly Denial[] {
  return parts
    .filter(({ part }) => {
      const host = part.domain === undefined ? undefined : canonicalHost(part.domain);
      return host === undefined || !isHostCovered(host, domains);
    })
    .map((part) => denyDomain(type, 'VIOLATION', part));
}

export function requireDomains(type: string, parts: readonly RequestPart[]): readonly Denial[] {
  return parts.map((part) => denyDomain(type, 'REQUIRED', part));
}
