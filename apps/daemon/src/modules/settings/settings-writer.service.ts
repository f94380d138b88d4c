import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Clock } from '../../common/time/clock.js';
import type { SettingKey } from '../../config/settings-registry.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { PolicySetVersions } from '../policies/policy-set-versions.service.js';
import { SettingsRepository } from './settings.repository.js';

/** A key of a provider is a setting too, and is told as what it is. */
export type SettingsEvent = 'SETTINGS_CHANGED' | 'API_KEY_CHANGED';

export interface SettingsWrite {
  /** In stored form. */
  readonly rows: readonly { readonly key: SettingKey; readonly value: string }[];
  /** What the chain says of each change. */
  readonly described: readonly JsonValue[];
  readonly actor: Actor;
  readonly eventType: SettingsEvent;
}

/** The rows, the policy sets they touch and the audit row, in one transaction. */
@Injectable()
export class SettingsWriter {
  constructor(
    private readonly settings: SettingsRepository,
    private readonly policySets: PolicySetVersions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async write(tx: Tx, { rows, described, actor, eventType }: SettingsWrite): Promise<void> {
    const now = this.clock.nowSeconds();
    for (const { key, value } of rows) await this.settings.put(tx, key, value, now);
    if (rows.some(({ key }) => key.startsWith('policy.'))) await this.policySets.bumpAll(tx);
    await this.audit.append(tx, {
      eventType,
      actor: actorLabel(actor),
      details: { changes: described },
      severity: 'warning',
      ipAddress: actor.clientAddress,
    });
  }
}
