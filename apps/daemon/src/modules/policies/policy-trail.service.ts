import { Injectable } from '@nestjs/common';
import type { AuditEventType } from '@waiaas/api-types';
import { sha256Hex } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { PoliciesRepository, type StoredPolicy, type VersionChange } from './policies.repository.js';

const AUDIT_TYPE: Readonly<Record<VersionChange, AuditEventType>> = {
  created: 'POLICY_CREATED',
  updated: 'POLICY_UPDATED',
  deleted: 'POLICY_DELETED',
  rolled_back: 'POLICY_ROLLED_BACK',
};

/** The immutable version, the audit row and the event of each change, in the change's own transaction. */
@Injectable()
export class PolicyTrail {
  constructor(
    private readonly policies: PoliciesRepository,
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  async record(tx: Tx, changed: readonly StoredPolicy[], change: VersionChange, actor: Actor): Promise<void> {
    const [first] = changed;
    if (first === undefined) return;
    await this.policies.insertVersions(tx, changed, { change, changedBy: actorLabel(actor), changedAt: first.updatedAt });
    for (const policy of changed) await this.#audit(tx, policy, change, actor);
    await this.events.append(tx, ...changed.map((policy) => eventOf(policy, change)));
  }

  async #audit(tx: Tx, policy: StoredPolicy, change: VersionChange, actor: Actor): Promise<void> {
    await this.audit.append(tx, {
      eventType: AUDIT_TYPE[change],
      actor: actorLabel(actor),
      ...walletOf(policy),
      details: {
        policyId: policy.id,
        version: policy.version,
        type: policy.type,
        network: policy.network,
        priority: policy.priority,
        enabled: policy.enabled,
        // Rules may hold fractions, which have no canonical text; the version row has them whole.
        rulesSha256: sha256Hex(JSON.stringify(policy.rules)),
      },
      severity: 'info',
      ipAddress: actor.clientAddress,
    });
  }
}

function eventOf(policy: StoredPolicy, change: VersionChange) {
  return {
    kind: 'policy',
    ...walletOf(policy),
    data: { policyId: policy.id, version: policy.version, type: policy.type, change, ...walletOf(policy) },
  } as const;
}

function walletOf(policy: StoredPolicy): { readonly walletId?: string } {
  return policy.walletId === null ? {} : { walletId: policy.walletId };
}
