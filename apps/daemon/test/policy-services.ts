import type { Database } from '../src/infra/prisma/database.js';
import { PoliciesRepository } from '../src/modules/policies/policies.repository.js';
import { PoliciesService } from '../src/modules/policies/policies.service.js';
import { PolicyChanges } from '../src/modules/policies/policy-changes.service.js';
import { PolicySetVersions } from '../src/modules/policies/policy-set-versions.service.js';
import { PolicySets } from '../src/modules/policies/policy-sets.service.js';
import { PolicyTrail } from '../src/modules/policies/policy-trail.service.js';
import type { sessionServices } from './session-services.js';

/** The policies module wired by hand around a real database, sharing clock, ids and trail with the session services. */
export function policyServices(database: Database, shared: ReturnType<typeof sessionServices>) {
  const policies = new PoliciesRepository(database);
  const versions = new PolicySetVersions(policies);
  const trail = new PolicyTrail(policies, shared.audit, shared.events);
  return {
    policies,
    versions,
    sets: new PolicySets(policies, versions),
    changes: new PolicyChanges(database, policies, versions, trail, shared.ids, shared.clock),
    service: new PoliciesService(policies),
  };
}
